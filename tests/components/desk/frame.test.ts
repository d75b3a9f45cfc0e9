/** What stands around the desk's screens: navigation, main part, where the keyboard is. */
import { describe, expect, it } from 'vitest'
import type { Staff } from '#contract/desk/session'
import App from '../../../src/app/App.vue'
import { deskRoutes } from '../../../src/app/features/desk/screens.ts'
import { expectAccessible } from '../../support/axe.ts'
import { mountScreen, settled } from '../../support/mount.ts'

const STAFF: Staff = {
  id: '01900000-0000-7000-8000-0000000000aa',
  login: 'office',
  name: '张三',
  role: 'office',
  region: '990001',
  regionName: '试验县',
  department: null,
  departmentName: null,
  head: false,
}

async function open(at: string, desk: Record<string, (input: never) => unknown> = {}) {
  const mounted = await mountScreen(App, {
    at,
    routes: [deskRoutes()],
    wholePage: true,
    desk: {
      'GET /session': () => STAFF,
      'GET /notices': () => ({ notices: [], unseen: 0, next: null }),
      'GET /rectifications': () => ({ rectifications: [] }),
      'GET /visits': () => ({ visits: [], plans: [] }),
      ...desk,
    },
  })
  for (let i = 0; i < 4; i++) await settled()
  return mounted
}

describe('the desk', () => {
  it('has one main part, behind its navigation, where the link to it leads', async () => {
    await open('/desk/rectifications')
    const mains = document.querySelectorAll('main')
    expect(mains).toHaveLength(1)
    expect(mains[0]?.id).toBe(document.querySelector('a.skip')?.getAttribute('href')?.slice(1))
    expect(mains[0]?.querySelector('nav.desk-nav')).toBeNull()
    expect(mains[0]?.querySelector('h1')?.textContent).toBe('整改')
    await expectAccessible(document.body)
  })

  it('moves from its navigation to the screen that was opened there, and says which it is', async () => {
    const { wrapper } = await open('/desk/rectifications')
    const entry = wrapper
      .findAll<HTMLAnchorElement>('.desk-entries a')
      .find((one) => one.text() === '暗访计划')
    entry?.element.focus()
    await entry?.trigger('click')
    for (let i = 0; i < 3; i++) await settled()
    expect(document.activeElement).toBe(document.querySelector('main h1'))
    expect(document.activeElement?.textContent).toBe('暗访计划')
    expect(document.querySelector('[aria-live=polite]')?.textContent).toBe('暗访计划 · 明察')
  })

  it('names an address that it does not know, and leads back to itself', async () => {
    const { wrapper } = await open('/desk/no-such-page')
    expect(wrapper.get('main h1').text()).toBe('工作台没有这一页')
    expect(document.title).toBe('工作台没有这一页 · 明察')
    expect(wrapper.get('main a').attributes('href')).toBe('/desk')
    await expectAccessible(document.body)
  })

  it('gives a button the focus back that the browser took while it was busy', async () => {
    let answer: () => void = () => undefined
    const waits = new Promise<void>((resolve) => (answer = resolve))
    const { wrapper } = await open('/desk/account', {
      'POST /password': async () => {
        await waits
        return {}
      },
    })
    const fields = wrapper.findAll('input[type=password]')
    await fields[0]?.setValue('a long password')
    await fields[1]?.setValue('another long password')
    const button = wrapper.get<HTMLButtonElement>('form button[type=submit]')
    button.element.focus()
    await wrapper.get('form').trigger('submit')
    await settled()
    expect(button.element.disabled).toBe(true)
    // as a browser does with what is disabled
    button.element.blur()
    answer()
    for (let i = 0; i < 3; i++) await settled()
    expect(document.activeElement).toBe(button.element)
  })
})
