/** Writing public notices at the desk. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, onMounted } from 'vue'
import { RouterView } from 'vue-router'
import { type DraftNotice, NAMES_SUPERVISOR } from '../../../src/contract/desk/public-notices.ts'
import type { Staff } from '../../../src/contract/desk/session.ts'
import { useDesk } from '../../../src/app/features/desk/desk-store.ts'
import { area } from '../../../src/app/features/desk/inspections/area.ts'
import { ServiceError } from '#sync/services'
import { expectAccessible } from '../../support/axe.ts'
import { mountScreen, settled } from '../../support/mount.ts'

afterEach(() => {
  document.body.innerHTML = ''
  localStorage.clear()
})

const ID = '01900000-0000-7000-8000-000000000001'
const AT = '2026-11-23T02:00:00.000Z'
const STAFF: Staff = {
  ...{ id: '01900000-0000-7000-8000-0000000000aa', login: 'office', name: '张三', role: 'office' },
  ...{ region: '990001', regionName: '试验县', department: null, departmentName: null, head: false },
}
const notice = (change: Partial<DraftNotice> = {}): DraftNotice => ({
  ...{ id: ID, state: 'draft', year: null, number: null, title: '关于空岗的通报', text: '属实。' },
  ...{ inspections: [], revision: 1, madeAt: AT, by: '张三', publishedAt: null, withdrawnBecause: null },
  ...change,
})
const PUBLISHED = notice({ state: 'published', year: 2026, number: 7, publishedAt: AT, revision: 2 })

interface Asked {
  body: Record<string, unknown>
}
const Signed = defineComponent(() => {
  const desk = useDesk()
  onMounted(desk.load)
  return () => (desk.staff ? h(RouterView) : null)
})
const turns = async () => {
  for (let i = 0; i < 4; i++) await settled()
}
async function open(at: string, desk: Record<string, (input: Asked) => unknown>, staff: Staff = STAFF) {
  const mounted = await mountScreen(Signed, {
    at: `/desk/public-notices/${at}`,
    routes: [
      ...area.screens.map((screen) => ({ ...screen, path: `/desk/${screen.path}` })),
      { name: 'publicNotice', path: '/r/:region/public-notices/:id', component: { render: () => null } },
    ],
    desk: {
      'GET /session': () => staff,
      ...(desk as Record<string, (input: unknown) => unknown>),
    },
  })
  await turns()
  return mounted
}
async function press(root: VueWrapper, text: string): Promise<void> {
  const found = root.findAll('button').filter((one) => one.text() === text)
  const last = found.at(-1)
  if (!last) throw new Error(`no button ${text} in ${root.text()}`)
  await last.trigger('click')
  await turns()
}
const titleOf = (wrapper: VueWrapper) => wrapper.get<HTMLInputElement>('input.input').element.value
const textOf = (wrapper: VueWrapper) => wrapper.get('textarea').element.value
const alerts = (wrapper: VueWrapper) => wrapper.findAll('[role=alert]').map((one) => one.text())

describe('a public notice', () => {
  it('says at the field what is missing or too long, before it asks or sends anything', async () => {
    const sent: unknown[] = []
    const { wrapper } = await open('new', { 'POST /public-notices': (input) => sent.push(input) })
    await press(wrapper, '发布')
    expect(wrapper.find('dialog[open]').exists()).toBe(false)
    expect(alerts(wrapper)).toEqual(['请填写', '请填写'])
    expect(document.activeElement).toBe(wrapper.get('input.input').element)
    await wrapper.get('input.input').setValue('长'.repeat(121))
    await wrapper.get('textarea').setValue('长'.repeat(12_000))
    await press(wrapper, '保存草稿')
    expect(alerts(wrapper)).toEqual(['太长了，最多 120 字。', '太长了，最多 10000 字。'])
    expect(sent).toEqual([])
    expect(wrapper.text()).not.toContain('监督员的姓名')
    await expectAccessible(wrapper.element as Element)
  })

  it('tells a supervisor that is named from anything else that the server does not take', async () => {
    let details: object = { problems: [{ path: 'text', message: 'length' }] }
    const { wrapper } = await open(ID, {
      'GET /public-notices': () => ({ notices: [notice()] }),
      'PUT /public-notices/:id': () => notice({ revision: 2 }),
      'POST /public-notices/:id/publish': () => {
        throw new ServiceError('invalid', 'refused', details)
      },
    })
    await press(wrapper, '发布')
    await press(wrapper, '发布')
    expect(alerts(wrapper)).toEqual(['服务器没有收下这一项，请检查后再提交。'])
    expect(wrapper.get('textarea').attributes('aria-invalid')).toBe('true')
    details = { reason: NAMES_SUPERVISOR, problems: [{ path: 'title', message: 'names a supervisor' }] }
    await press(wrapper, '发布')
    await press(wrapper, '发布')
    expect(alerts(wrapper)).toEqual(['这里有监督员的姓名。', '标题或正文里有监督员的姓名，不能发布。'])
    expect(wrapper.get('input.input').attributes('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(wrapper.get('input.input').element)
  })

  it('is withdrawn with a reason: without one the dialog stays and says so', async () => {
    const sent: unknown[] = []
    const { wrapper } = await open(ID, {
      'GET /public-notices': () => ({ notices: [PUBLISHED] }),
      'POST /public-notices/:id/withdraw': ({ body }) => {
        sent.push(body)
        return notice({ ...PUBLISHED, state: 'withdrawn', withdrawnBecause: '数字有误' })
      },
    })
    await press(wrapper, '撤回')
    await press(wrapper, '撤回')
    expect(wrapper.find('dialog[open]').exists()).toBe(true)
    expect(wrapper.get('dialog[open] [role=alert]').text()).toBe('请填写')
    await wrapper.get('dialog[open] input').setValue('长'.repeat(501))
    await press(wrapper, '撤回')
    expect(wrapper.get('dialog[open] [role=alert]').text()).toBe('太长了，最多 500 字。')
    expect(sent).toEqual([])
    await wrapper.get('dialog[open] input').setValue(' 数字有误 ')
    await press(wrapper, '撤回')
    expect(sent).toEqual([{ because: '数字有误' }])
    expect(wrapper.find('dialog[open]').exists()).toBe(false)
    expect(wrapper.text()).toContain('已撤回')
  })

  it('that was published at once stands under its own address', async () => {
    const { wrapper, router } = await open('new', {
      'POST /public-notices': () => notice(),
      'POST /public-notices/:id/publish': () => PUBLISHED,
    })
    await wrapper.get('input.input').setValue('关于空岗的通报')
    await wrapper.get('textarea').setValue('属实。')
    await press(wrapper, '发布')
    await press(wrapper, '发布')
    expect(wrapper.text()).toContain('通报〔2026〕7号')
    expect(router.currentRoute.value.path).toBe(`/desk/public-notices/${ID}`)
  })
})

describe('a public notice that was typed and not saved', () => {
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith('mingcha-desk-draft '))

  it('is there again for whoever typed it alone, until it was saved', async () => {
    const first = await open('new', {})
    await first.wrapper.get('input.input').setValue('关于空岗的通报')
    await first.wrapper.get('textarea').setValue('写了很久的正文。')
    first.wrapper.unmount()

    const other = await open('new', {}, { ...STAFF, id: '01900000-0000-7000-8000-0000000000bb' })
    expect(textOf(other.wrapper)).toBe('')
    expect(other.wrapper.find('.kept-note').exists()).toBe(false)
    other.wrapper.unmount()

    const again = await open('new', {
      'POST /public-notices': () => notice({ text: '写了很久的正文。' }),
    })
    expect(again.wrapper.get('.kept-note').text()).toContain('已经放回来')
    expect([titleOf(again.wrapper), textOf(again.wrapper)]).toEqual(['关于空岗的通报', '写了很久的正文。'])
    await expectAccessible(again.wrapper.element as Element)
    await press(again.wrapper, '保存草稿')
    expect(kept()).toEqual([])
    expect(again.wrapper.find('.kept-note').exists()).toBe(false)
  })

  it('is laid over what is saved, says when that has moved on, and can be let go', async () => {
    const saved = { current: notice() }
    const answers = { 'GET /public-notices': () => ({ notices: [saved.current] }) }
    const first = await open(ID, answers)
    await first.wrapper.get('textarea').setValue('经核实，属实。')
    first.wrapper.unmount()

    const again = await open(ID, answers)
    expect(textOf(again.wrapper)).toBe('经核实，属实。')
    expect(again.wrapper.get('.kept-note').text()).not.toContain('别人改过')
    again.wrapper.unmount()

    saved.current = notice({ title: '新标题', text: '别人写的。', revision: 2 })
    const moved = await open(ID, answers)
    expect([titleOf(moved.wrapper), textOf(moved.wrapper)]).toEqual(['新标题', '经核实，属实。'])
    expect(moved.wrapper.get('.kept-note').text()).toContain('别人改过同样的地方')
    await press(moved.wrapper, '不要了，用已保存的')
    expect(textOf(moved.wrapper)).toBe('别人写的。')
    expect(kept()).toEqual([])
  })

  it('takes nothing of what is typed while it is being saved', async () => {
    let answer: (saved: DraftNotice) => void = () => undefined
    const { wrapper } = await open(ID, {
      'GET /public-notices': () => ({ notices: [notice()] }),
      'PUT /public-notices/:id': () => new Promise<DraftNotice>((resolve) => (answer = resolve)),
    })
    await wrapper.get('textarea').setValue('一')
    await press(wrapper, '保存草稿')
    await wrapper.get('textarea').setValue('一二')
    answer(notice({ text: '一', revision: 2 }))
    await turns()
    expect(textOf(wrapper)).toBe('一二')
    expect(kept()).toHaveLength(1)
  })
})
