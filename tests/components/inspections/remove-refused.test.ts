import { expect, it } from 'vitest'
import RemoveRefused from '../../../src/app/features/inspections/RemoveRefused.vue'
import { ServiceError } from '../../../src/sync/services.ts'
import { expectAccessible } from '../../support/axe.ts'
import { mountScreen, settled } from '../../support/mount.ts'
import { testWorld } from '../../support/services.ts'

const ID = '0190e000-0000-7000-8000-000000000001'
const supervisor = { path: '/me/supervisor', name: 'supervisor', component: { render: () => null } }

async function open(remove: (id: string) => Promise<void>) {
  const world = testWorld({})
  world.services.filing = { ...world.services.filing, remove }
  const mounted = await mountScreen(RemoveRefused, { world, props: { id: ID }, routes: [supervisor] })
  const press = async (index: number) => {
    const buttons = [...document.body.querySelectorAll<HTMLElement>('button')].filter((one) =>
      one.textContent.includes('删除这份记录'),
    )
    buttons[index]!.click()
    await settled()
  }
  return { ...mounted, press }
}

it('deletes only after a second yes, and says what the chain will show', async () => {
  const removed: string[] = []
  const { press, router } = await open((id) => Promise.resolve(void removed.push(id)))
  await press(0)
  expect(removed).toEqual([])
  expect(document.body.textContent).toContain('留下一个缺口')
  await expectAccessible(document.body)
  await press(1)
  expect(removed).toEqual([ID])
  expect(router.currentRoute.value.name).toBe('supervisor')
})

it('stays and says why when it cannot be deleted', async () => {
  const { press, router } = await open(() => Promise.reject(new ServiceError('conflict', 'on its way')))
  await press(0)
  await press(1)
  expect(router.currentRoute.value.name).not.toBe('supervisor')
})
