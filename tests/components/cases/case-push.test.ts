import 'fake-indexeddb/auto'
import { expect, it, vi } from 'vitest'
import { createDatabase } from '#platform/db'
import { createPush } from '#platform/push'
import type { Push } from '#sync/services'
import CasePush from '../../../src/app/features/cases/CasePush.vue'
import { expectAccessible } from '../../support/axe.ts'
import { CASE_ID, CODE } from '../../support/filed.ts'
import { mountScreen } from '../../support/mount.ts'
import { testWorld } from '../../support/services.ts'

it('remembers on the phone’s own store that a case is told of, with its quiet hours', async () => {
  const database = createDatabase('case-push')
  const sent: unknown[] = []
  const real = createPush(database, {
    send: ({ path, body }) => {
      sent.push([path, JSON.parse(String(body))])
      return Promise.resolve({ status: 200, contentType: 'application/json', body: '{"done":true}' })
    },
  })
  // Leave and subscription are the browser's; all else is the real thing.
  const target = { endpoint: 'https://push.example.org/1', keys: { p256dh: 'p', auth: 'a' } }
  const push: Push = { ...real, target: () => Promise.resolve(target) }
  const world = testWorld()
  world.services.push = push
  const { wrapper } = await mountScreen(CasePush, { world, props: { id: CASE_ID, code: CODE } })
  // It is fetched where it is first drawn.
  await vi.waitFor(() => expect(wrapper.find('[role=switch]').exists()).toBe(true), { timeout: 20_000 })
  await wrapper.get('[role=switch]').setValue(true)
  await vi.waitFor(() => expect(wrapper.text()).toContain('免打扰时段'))
  expect(wrapper.find('[role=alert]').exists()).toBe(false)
  const quiet = { from: '22:00', until: '07:00' }
  expect(sent).toEqual([['/api/v1/push/case', { code: CODE, target, locale: 'zh', quiet }]])
  expect(await real.wanted()).toEqual({ cases: [CASE_ID], quiet })
  await expectAccessible(wrapper.element as Element)
  await wrapper.get('[role=switch]').setValue(false)
  await vi.waitFor(async () => expect(await real.wanted()).toEqual({ cases: [], quiet }))
})
