import type { VueWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, onMounted } from 'vue'
import { RouterView } from 'vue-router'
import type { CaseDetail, CasePage, CaseSummary } from '../../../src/contract/desk/cases.ts'
import type { Staff } from '../../../src/contract/desk/session.ts'
import { area } from '../../../src/app/features/desk/cases/area.ts'
import { useDesk } from '../../../src/app/features/desk/desk-store.ts'
import { ServiceError } from '#sync/services'
import { useToast } from '../../../src/app/ui/toast.ts'
import { expectAccessible } from '../../support/axe.ts'
import { mountScreen, settled } from '../../support/mount.ts'

const ID = '01900000-0000-7000-8000-000000000001'
const OTHER = '01900000-0000-7000-8000-000000000002'
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
const UNIT: Staff = { ...STAFF, role: 'unit', department: 'tax', departmentName: '税务局' }

const summary = (change: Partial<CaseSummary> = {}): CaseSummary => ({
  id: ID,
  number: 'TS-20261123-7K2M9',
  kind: 'complaint',
  origin: 'citizen',
  status: 'submitted',
  title: '建筑工程施工许可证核发',
  excerpt: '窗口另要一份清单上没有的证明。',
  unit: null,
  due: '2026-11-24',
  dueState: 'amber',
  overdueWorkdays: 0,
  receivedAt: '2026-11-23T02:00:00.000Z',
  transfers: 0,
  extensions: 0,
  reopened: false,
  hasContact: true,
  photos: 0,
  joined: 0,
  mergedInto: null,
  published: false,
  eventCount: 1,
  ...change,
})
const page = (cases: CaseSummary[]): CasePage => ({
  cases,
  next: null,
  counts: { office: cases.length, unit: 3, citizen: 0, nobody: 9, all: 12 + cases.length, red: 2, amber: 1 },
})
const detail = (change: Partial<CaseDetail> = {}): CaseDetail => ({
  ...summary(),
  subject: { item: '建筑工程施工许可证核发', department: '税务局', venue: null, counter: null },
  text: '窗口另要一份清单上没有的证明。',
  filedAt: '2026-11-23T02:00:00.000Z',
  disclosure: null,
  notice: null,
  contact: null,
  filedPhotos: [],
  events: [
    { seq: 1, at: '2026-11-23T02:00:00.000Z', type: 'submit', actor: 'citizen', by: null, photos: [] },
  ],
  notes: [],
  main: null,
  followers: [],
  duplicates: [],
  publicAllowed: true,
  publication: null,
  proposal: null,
  steps: ['accept', 'decline', 'requestMore', 'merge'],
  extendTo: [],
  asOf: '2026-11-23T06:00:00.000Z',
  ...change,
})
const options = {
  departments: [
    { id: 'tax', name: '税务局', open: 2 },
    { id: 'land', name: '自然资源局', open: 5 },
  ],
  declineRules: [{ id: 'court', zh: '须通过诉讼解决', en: 'For a court' }],
}

const Signed = defineComponent(() => {
  const desk = useDesk()
  onMounted(desk.load)
  return () => (desk.staff ? h(RouterView) : null)
})

interface Asked {
  query?: Record<string, string>
  params?: { id: string }
  body?: Record<string, unknown>
}
async function open(at: string, answers: Record<string, (input: Asked) => unknown>, staff: Staff = STAFF) {
  const mounted = await mountScreen(Signed, {
    at,
    routes: area.screens.map((screen) => ({ ...screen, path: `/desk/${screen.path}` })),
    desk: {
      'GET /session': () => staff,
      'GET /case-options': () => options,
      'GET /case-views': () => ({ views: [] }),
      ...(answers as Record<string, (input: unknown) => unknown>),
    },
  })
  for (let i = 0; i < 4; i++) await settled()
  return mounted
}
const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith('mingcha-desk-draft '))
async function press(wrapper: VueWrapper, text: string): Promise<void> {
  const found = wrapper.findAll('button').find((one) => one.text() === text)
  if (!found) throw new Error(`no button ${text} in ${wrapper.text()}`)
  await found.trigger('click')
  await settled()
}

describe('the inbox', () => {
  it('stands as it was left for whoever comes back from a case, and is read again that far', async () => {
    const read: (string | undefined)[] = []
    const { wrapper, router } = await open('/desk/cases?tab=all', {
      'GET /cases/:id': () => detail(),
      'GET /cases': ({ query }) => {
        read.push(query?.after)
        return query?.after === undefined
          ? { ...page([summary()]), next: 'x' }
          : page([summary({ id: OTHER, number: 'TS-20261123-AAAAA' })])
      },
    })
    await press(wrapper, '再看 50 条')
    await settled()
    expect(wrapper.text()).toContain('TS-20261123-AAAAA')
    await router.push(`/desk/cases/${ID}`)
    await settled()
    read.length = 0
    await router.push('/desk/cases?tab=all')
    expect(wrapper.text()).toContain('TS-20261123-AAAAA')
    for (let i = 0; i < 3; i++) await settled()
    expect(read).toEqual([undefined, 'x'])
    expect(wrapper.text()).toContain('TS-20261123-AAAAA')
  })

  it('opens what waits for the office, with its clock and its counts, and can be read aloud', async () => {
    const asked: Asked[] = []
    const { wrapper } = await open('/desk/cases', {
      'GET /cases': (input) => {
        asked.push(input)
        return page([
          summary(),
          summary({ id: OTHER, number: 'TS-20261123-AAAAA', dueState: 'red', overdueWorkdays: 2 }),
        ])
      },
    })
    expect(asked[0]?.query).toEqual({ turn: 'office' })
    const text = wrapper.text()
    expect(text).toContain('建筑工程施工许可证核发')
    expect(text).toContain('超期 2 个工作日')
    expect(text).toContain('快到了')
    expect(text).toMatch(/待管理办\s*2/)
    await expectAccessible(document.body)
  })

  it('keeps its filters in the address', async () => {
    const asked: Asked[] = []
    const { wrapper, router } = await open('/desk/cases?kind=complaint&turn=unit', {
      'GET /cases': (input) => {
        asked.push(input)
        return page([])
      },
    })
    expect(asked[0]?.query).toEqual({ kind: 'complaint', turn: 'unit' })
    expect(wrapper.text()).toContain('这里没有诉求')
    const red = wrapper.findAll('button').find((one) => one.text().startsWith('已超期'))
    await red?.trigger('click')
    await settled()
    expect(router.currentRoute.value.query).toEqual({ kind: 'complaint', due: 'red' })
    expect(asked.at(-1)?.query).toEqual({ kind: 'complaint', due: 'red' })
  })

  it('searches for as much as the server takes, and lets no more be typed', async () => {
    const asked: Asked[] = []
    const start = '窗'.repeat(99)
    const { wrapper } = await open(`/desk/cases?tab=all&q=${encodeURIComponent(` ${start}😀口口`)}`, {
      'GET /cases': (input) => {
        asked.push(input)
        return page([])
      },
    })
    // No half of the character that the cut goes through.
    expect(asked[0]?.query).toEqual({ q: start })
    const search = wrapper.find<HTMLInputElement>('input[type=search]')
    expect(search.element.value).toBe(start)
    expect(search.attributes('maxlength')).toBe('100')
  })

  it('says that dates are the wrong way round where they are', async () => {
    const { wrapper, router } = await open('/desk/cases?tab=all&since=2026-11-20&until=2026-11-10', {
      'GET /cases': () => page([]),
    })
    const until = wrapper.findAll('input[type=date]')[1]
    expect(wrapper.find('.inbox-filters').text()).toContain('起止日期颠倒了')
    expect(until?.attributes('aria-invalid')).toBe('true')
    await expectAccessible(document.body)
    await until?.setValue('2026-11-20')
    await settled()
    expect(router.currentRoute.value.query).toMatchObject({ until: '2026-11-20' })
    expect(wrapper.find('.inbox-filters').text()).not.toContain('起止日期颠倒了')
  })

  it('walks and selects with the keyboard, and explains it', async () => {
    const { wrapper } = await open('/desk/cases', {
      'GET /cases': () => page([summary(), summary({ id: OTHER, number: 'TS-20261123-AAAAA' })]),
    })
    const key = async (pressed: string) => {
      document.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, bubbles: true }))
      await settled()
    }
    await key('j')
    await key('j')
    expect(document.activeElement?.getAttribute('href')).toContain(OTHER)
    await key('x')
    expect(wrapper.text()).toContain('已选 1 件')
    await key('k')
    expect(document.activeElement?.getAttribute('href')).toContain(ID)
    await key('?')
    expect(wrapper.find('dialog').text()).toContain('上一件')
    expect(wrapper.find('dialog').text()).toContain('办理选中的')
    await key('b')
    expect(document.activeElement?.textContent).toBe('批量受理')
    await key('Escape')
    expect(wrapper.text()).not.toContain('已选 1 件')
  })

  it('acts on all that are selected and says what could not be done', async () => {
    let sent: Asked | undefined
    const { wrapper } = await open('/desk/cases', {
      'GET /cases': () => page([summary(), summary({ id: OTHER, number: 'TS-20261123-AAAAA' })]),
      'POST /case-bulk': (input) => {
        sent = input
        return {
          results: [
            { id: ID, done: true },
            { id: OTHER, done: false, code: 'conflict' },
          ],
        }
      },
    })
    for (const box of wrapper.findAll('input[type=checkbox]')) await box.trigger('change')
    await press(wrapper, '批量受理')
    expect(sent?.body).toEqual({
      step: { type: 'accept' },
      cases: [
        { id: ID, expected: 1 },
        { id: OTHER, expected: 1 },
      ],
    })
    expect(wrapper.text()).toContain('1 件已办理，1 件没有办理')
    expect(wrapper.text()).toContain('TS-20261123-AAAAA')
    expect(wrapper.text()).toContain('已选 1 件')
  })

  it('goes on from the list when all that were selected are done', async () => {
    let waiting = [summary(), summary({ id: OTHER, number: 'TS-20261123-AAAAA' })]
    const { wrapper } = await open('/desk/cases', {
      'GET /cases': () => page(waiting),
      'POST /case-bulk': () => {
        waiting = []
        return { results: [ID, OTHER].map((id) => ({ id, done: true })) }
      },
    })
    for (const box of wrapper.findAll('input[type=checkbox]')) await box.trigger('change')
    await press(wrapper, '批量受理')
    await settled()
    expect(document.activeElement).toBe(wrapper.get('.inbox-list').element)
  })

  it('says how many there are when another queue is opened or looked through', async () => {
    const { wrapper } = await open('/desk/cases', {
      'GET /cases': ({ query }) =>
        page(query?.q ? [] : query?.due === 'red' ? [summary(), summary({ id: OTHER })] : [summary()]),
    })
    const said = () => wrapper.get('.page > [role=status]').text()
    expect(said()).toBe('1 件')
    const button = wrapper.findAll('.inbox-tabs button').find((one) => one.text().startsWith('已超期'))
    await button?.trigger('click')
    await settled()
    expect(said()).toBe('2 件')
    await wrapper.get('input[type=search]').setValue('没有的')
    await wrapper.get('form[role=search]').trigger('submit')
    await settled()
    expect(said()).toBe('没有找到')
  })

  it('puts the keyboard into the name of a view, and back on the button where it is left', async () => {
    const { wrapper } = await open('/desk/cases?kind=complaint', { 'GET /cases': () => page([summary()]) })
    await press(wrapper, '保存当前视图')
    const field = wrapper.get('.saved-view-name input')
    expect(document.activeElement).toBe(field.element)
    await field.trigger('keydown', { key: 'Escape' })
    await settled()
    expect(wrapper.find('.saved-view-name').exists()).toBe(false)
    expect(document.activeElement?.textContent).toBe('保存当前视图')
  })

  it('shows a unit neither what waits for the office nor the means to direct', async () => {
    const { wrapper } = await open(
      '/desk/cases',
      { 'GET /cases': () => page([summary({ status: 'assigned' })]) },
      UNIT,
    )
    expect(wrapper.text()).not.toContain('待管理办')
    expect(wrapper.text()).toContain('待我单位')
    expect(wrapper.findAll('input[type=checkbox]')).toHaveLength(0)
  })
})

describe('a case', () => {
  const at = `/desk/cases/${ID}`
  it('shows what was written, by when, and what can be done', async () => {
    const { wrapper } = await open(at, {
      'GET /cases/:id': () => detail({ contact: { phone: '13800000000', shareWithUnit: false } }),
    })
    const text = wrapper.text()
    expect(text).toContain('窗口另要一份清单上没有的证明。')
    expect(document.title).toBe('TS-20261123-7K2M9 · 明察')
    expect(text).toContain('13800000000')
    expect(text).toContain('只限管理办看到')
    expect(wrapper.findAll('.step-panel button').map((one) => one.text())).toEqual([
      '受理',
      '不予受理',
      '请群众补充',
    ])
    await expectAccessible(document.body)
  })

  it('says that a step was taken, and nothing else, and goes on with what can be done then', async () => {
    const { wrapper } = await open(at, {
      'GET /cases/:id': () => detail(),
      'POST /cases/:id/accept': () => detail({ status: 'accepted', steps: ['assign'], eventCount: 2 }),
    })
    const said: string[] = []
    const watch = new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node instanceof HTMLElement)
            for (const one of [node, ...node.querySelectorAll('[role=status]')])
              if (one.matches('[role=status]')) said.push(one.textContent)
    })
    watch.observe(document.body, { childList: true, subtree: true })
    await press(wrapper, '受理')
    await wrapper.get('form.step-form').trigger('submit')
    for (let i = 0; i < 3; i++) await settled()
    watch.disconnect()
    expect(said).toEqual([])
    expect(useToast().toasts.map(({ text }) => text)).toContain('已办理：受理')
    expect(document.activeElement).toBe(wrapper.get('.step-panel h2').element)
    expect(wrapper.find('.step-panel').text()).toContain('交办')
  })

  it('gives the focus back to the button of a step that is given up', async () => {
    const { wrapper } = await open(at, { 'GET /cases/:id': () => detail() })
    await press(wrapper, '请群众补充')
    expect(document.activeElement?.tagName).toBe('TEXTAREA')
    await press(wrapper, '先不办')
    expect(document.activeElement?.textContent).toBe('请群众补充')
  })

  it('asks for what is missing before it sends', async () => {
    let sent: Asked | undefined
    const { wrapper } = await open(at, {
      'GET /cases/:id': () => detail(),
      'POST /cases/:id/decline': (input) => {
        sent = input
        return detail({ status: 'declined', steps: ['close'], eventCount: 2 })
      },
    })
    await press(wrapper, '不予受理')
    await wrapper.find('form.step-form').trigger('submit')
    await settled()
    expect(wrapper.text()).toContain('请选择依据。')
    expect(wrapper.text()).toContain('请写明理由。')
    expect(sent).toBeUndefined()
    await expectAccessible(document.body)
    await wrapper.find('form.step-form select').setValue('court')
    await wrapper.find('form.step-form textarea').setValue('已在法院')
    await wrapper.find('form.step-form').trigger('submit')
    await settled()
    expect(sent?.body).toEqual({ expected: 1, rule: 'court', reason: '已在法院' })
    expect(wrapper.find('form.step-form').exists()).toBe(false)
    expect(wrapper.text()).toContain('不予受理')
  })

  it('says what somebody else did in the meantime, and keeps what was typed', async () => {
    let reads = 0
    const sent: unknown[] = []
    const assigned = detail({ status: 'assigned', steps: ['extend', 'answer'], eventCount: 3 })
    const { wrapper } = await open(
      at,
      {
        'GET /cases/:id': () => (++reads === 1 ? assigned : { ...assigned, eventCount: 4 }),
        'POST /cases/:id/answer': ({ body }) => {
          sent.push(body?.expected)
          if (sent.length > 1) return { ...assigned, status: 'answered', steps: [], eventCount: 5 }
          throw new ServiceError('conflict', 'gone on', {
            eventCount: 4,
            since: [{ type: 'extend', at: '2026-11-23T06:20:00.000Z', actor: 'unit', by: '王五' }],
          })
        },
      },
      UNIT,
    )
    await press(wrapper, '答复')
    await wrapper.find('form.step-form textarea').setValue('写了很久的答复。')
    await wrapper.find('form.step-form').trigger('submit')
    for (let i = 0; i < 3; i++) await settled()
    expect(wrapper.text()).toContain('别人已经办理了这件诉求')
    expect(wrapper.text()).toMatch(/王五：延期/)
    // behind the form, where whoever pressed its button looks
    const place = wrapper
      .get('form.step-form')
      .element.compareDocumentPosition(wrapper.get('.conflict').element)
    expect(place & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
    expect(wrapper.find<HTMLTextAreaElement>('form.step-form textarea').element.value).toBe(
      '写了很久的答复。',
    )
    await expectAccessible(document.body)
    await wrapper.find('form.step-form').trigger('submit')
    for (let i = 0; i < 3; i++) await settled()
    expect(sent).toEqual([3, 4])
    expect(wrapper.find('form.step-form').exists()).toBe(false)
  })

  it('takes one that was joined by mistake out again, with a reason', async () => {
    const sent: unknown[] = []
    const joined = detail({
      status: 'assigned',
      mergedInto: OTHER,
      main: { id: OTHER, number: 'TS-20261120-AAAAA' },
      steps: ['transfer', 'separate'],
      eventCount: 4,
    })
    const { wrapper } = await open(at, {
      'GET /cases/:id': () => joined,
      'POST /cases/:id/separate': ({ body }) => {
        sent.push(body)
        return { ...joined, mergedInto: null, main: null, steps: ['transfer'], eventCount: 5 }
      },
    })
    expect(wrapper.text()).toContain('并错了，可以在“办理”里撤销并案。')
    await press(wrapper, '撤销并案')
    await expectAccessible(document.body)
    await wrapper.find('form.step-form').trigger('submit')
    await settled()
    expect(wrapper.text()).toContain('请写明理由。')
    expect(sent).toEqual([])
    await wrapper.find('form.step-form textarea').setValue('是另一个窗口的事')
    await wrapper.find('form.step-form').trigger('submit')
    await settled()
    expect(sent).toEqual([{ expected: 4, reason: '是另一个窗口的事' }])
    expect(wrapper.text()).not.toContain('TS-20261120-AAAAA')
  })

  it('keeps a half-written answer over a closed tab, for whoever wrote it, until it was sent', async () => {
    localStorage.clear()
    const assigned = detail({ status: 'assigned', steps: ['extend', 'answer'], eventCount: 3 })
    const answers = {
      'GET /cases/:id': () => assigned,
      'POST /cases/:id/answer': () => {
        throw new ServiceError('network', 'no network')
      },
    }
    const first = await open(at, answers, UNIT)
    await press(first.wrapper, '答复')
    await first.wrapper.find('form.step-form textarea').setValue('写了很久的答复。')
    await first.wrapper.find('form.step-form').trigger('submit')
    for (let i = 0; i < 3; i++) await settled()
    expect(first.wrapper.find('[role=alert]').exists()).toBe(true)
    first.wrapper.unmount()

    const another = await open(at, answers, { ...UNIT, id: '01900000-0000-7000-8000-0000000000bb' })
    expect(another.wrapper.text()).not.toContain('写了一半')
    another.wrapper.unmount()

    let sent: unknown
    const again = await open(
      at,
      {
        ...answers,
        'POST /cases/:id/answer': ({ body }) => {
          sent = body
          return { ...assigned, status: 'answered', steps: [], eventCount: 4 }
        },
      },
      UNIT,
    )
    expect(again.wrapper.text()).toContain('上次的“答复”写了一半')
    await expectAccessible(again.wrapper.element as Element)
    await press(again.wrapper, '接着写')
    await again.wrapper.find('form.step-form').trigger('submit')
    for (let i = 0; i < 3; i++) await settled()
    expect(sent).toMatchObject({ text: '写了很久的答复。' })
    expect(drafts()).toEqual([])
  })

  it('forgets a half-written answer on request, and one that nobody came back to for a month', async () => {
    localStorage.clear()
    const key = `mingcha-desk-draft ${UNIT.id} ${ID}`
    const kept = (days: number) =>
      JSON.stringify({ at: Date.UTC(2026, 10, 23) - days * 86_400_000, words: { answer: '旧话' }, photos: 2 })
    const answers = { 'GET /cases/:id': () => detail({ status: 'assigned', steps: ['answer'] }) }
    localStorage.setItem(key, kept(1))
    localStorage.setItem(`mingcha-desk-draft ${UNIT.id} ${OTHER}`, kept(31))
    localStorage.setItem('something else', '1')
    const { wrapper } = await open(at, answers, UNIT)
    expect(wrapper.text()).toContain('2 张照片要重新添加')
    expect(drafts()).toEqual([key])
    await press(wrapper, '不要了')
    expect(wrapper.text()).not.toContain('写了一半')
    expect(drafts()).toEqual([])
    expect(localStorage.getItem('something else')).toBe('1')
  })

  it('keeps a half-written internal note for whoever wrote it, until it was saved', async () => {
    localStorage.clear()
    const answers = {
      'GET /cases/:id': () => detail(),
      'POST /cases/:id/notes': ({ body }: Asked) => ({
        ...{ id: OTHER, at: '2026-11-23T03:00:00.000Z', by: '张三', text: body?.text },
      }),
    }
    const box = (wrapper: VueWrapper) => wrapper.get<HTMLTextAreaElement>('.case-notes textarea')
    const first = await open(at, answers)
    await box(first.wrapper).setValue('已电话问过窗口，')
    first.wrapper.unmount()
    const other = await open(at, answers, { ...STAFF, id: '01900000-0000-7000-8000-0000000000bb' })
    expect(box(other.wrapper).element.value).toBe('')
    other.wrapper.unmount()
    const again = await open(at, answers)
    expect(box(again.wrapper).element.value).toBe('已电话问过窗口，')
    await again.wrapper.get('.case-notes form').trigger('submit')
    await settled()
    expect(again.wrapper.get('.case-notes .words').text()).toBe('已电话问过窗口，')
    expect(useToast().toasts.map(({ text }) => text)).toContain('备注已保存')
    expect(drafts()).toEqual([])
  })

  it('does not show a case that is not theirs', async () => {
    const { wrapper } = await open(at, {
      'GET /cases/:id': () => {
        throw new ServiceError('notFound', 'no such case')
      },
    })
    expect(wrapper.text()).toContain('不在您的办理范围内')
  })

  it('offers an auditor nothing to do', async () => {
    const auditor: Staff = { ...STAFF, role: 'auditor' }
    const { wrapper } = await open(at, { 'GET /cases/:id': () => detail({ steps: [] }) }, auditor)
    expect(wrapper.text()).toContain('您可以查看，不能办理。')
    expect(wrapper.find('.case-notes form').exists()).toBe(false)
  })
})
