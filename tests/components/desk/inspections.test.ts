import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, onMounted } from 'vue'
import { RouterView } from 'vue-router'
import type { InspectionDetail } from '../../../src/contract/desk/inspections.ts'
import type { RectificationDetail } from '../../../src/contract/desk/rectifications.ts'
import type { Staff } from '../../../src/contract/desk/session.ts'
import { useDesk } from '../../../src/app/features/desk/desk-store.ts'
import { area } from '../../../src/app/features/desk/inspections/area.ts'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { ServiceError } from '#sync/services'
import { expectAccessible } from '../../support/axe.ts'
import { mountScreen, settled } from '../../support/mount.ts'

afterEach(() => localStorage.clear())

const ID = '01900000-0000-7000-8000-000000000001'
const PHOTO = 'a'.repeat(64)
const AT = '2026-11-23T02:00:00.000Z'
const STAFF: Staff = {
  ...{ id: '01900000-0000-7000-8000-0000000000aa', login: 'office', name: '张三', role: 'office' },
  ...{ region: '990001', regionName: '试验县', department: null, departmentName: null, head: false },
}
const UNIT: Staff = { ...STAFF, role: 'unit', department: 'tax', departmentName: '税务局' }

const detail = (change: Partial<InspectionDetail> = {}): InspectionDetail => ({
  id: ID,
  kind: 'covert',
  status: 'received',
  venue: { id: 'hall', name: '县政务服务中心' },
  counter: { id: 'hall-1', name: '1号窗口' },
  department: { id: 'tax', name: '税务局' },
  supervisor: { id: ID, name: '监督员甲' },
  receivedAt: AT,
  score: 96,
  deductions: 2,
  chain: 'whole',
  photos: 1,
  due: null,
  reported: false,
  correctedBy: null,
  eventCount: 1,
  record: {
    ...{ id: ID, region: '990001', kind: 'covert', venue: 'hall', counter: 'hall-1' },
    checklist: { id: HALL_CHECKLIST.id, version: HALL_CHECKLIST.version },
    answers: { 'staffed.now': { kind: 'yesNo', value: 'no', photos: [PHOTO] } },
    photos: [{ sha256: PHOTO, bytes: 1000, question: 'staffed.now' }],
    ...{ startedAt: AT, sealedAt: AT, location: { unavailable: 'denied' }, sequence: 1 },
  },
  checklist: HALL_CHECKLIST,
  evidence: {
    ...{ signature: true, hash: 'b'.repeat(64), device: ID, sequence: 1, chain: 'whole', altered: [] },
    ...{ skewMs: 90_000, delayMs: 600_000, problems: [] },
  },
  ...{ corrects: null, visit: null, question: null, rectifications: [], revisit: null, asOf: AT },
  events: [{ seq: 1, at: AT, type: 'receive', by: null }],
  steps: ['substantiate', 'dismiss', 'ask'],
  ...{ dueOptions: [], revisitors: [], targets: [], bookings: [], notices: [] },
  ...change,
})

const Signed = defineComponent(() => {
  const desk = useDesk()
  onMounted(desk.load)
  return () => (desk.staff ? h(RouterView) : null)
})
async function open(at: string, desk: Record<string, (input: unknown) => unknown>, staff: Staff = STAFF) {
  const mounted = await mountScreen(Signed, {
    at,
    routes: area.screens.map((screen) => ({ ...screen, path: `/desk/${screen.path}` })),
    desk: { 'GET /session': () => staff, ...desk },
  })
  for (let i = 0; i < 4; i++) await settled()
  return mounted
}

describe('an inspection at the desk', () => {
  it('shows how far it can be trusted, and is judged with a reason', async () => {
    const sent: unknown[] = []
    const { wrapper } = await open(`/desk/inspections/${ID}`, {
      'GET /inspections/:id': () => detail(),
      'POST /inspections/:id/steps': (input) => {
        sent.push((input as { body: unknown }).body)
        return detail({ status: 'substantiated', steps: ['order', 'close'], eventCount: 2 })
      },
    })
    for (const told of ['签名有效', '快 90 秒', '手机不允许', '监督员甲', '窗口现在有人在岗吗'])
      expect(wrapper.text()).toContain(told)
    await expectAccessible(wrapper.element as Element)
    await wrapper.findAll('.step-card .chip')[0]!.trigger('click')
    await wrapper.get('.step-card form').trigger('submit')
    expect(sent).toEqual([])
    expect(wrapper.get('.step-card [role=alert]').text()).toBe('请填写')
    await wrapper.get('.step-card textarea').setValue('监控属实')
    await wrapper.get('.step-card form').trigger('submit')
    await settled()
    expect(sent).toEqual([{ type: 'substantiate', expected: 1, reason: '监控属实' }])
    expect(wrapper.findAll('.step-card .chip').map((chip) => chip.text())).toEqual(['下发整改', '办结'])
  })

  it('says that somebody else was quicker, and keeps what was typed', async () => {
    const { wrapper } = await open(`/desk/inspections/${ID}`, {
      'GET /inspections/:id': () => detail(),
      'POST /inspections/:id/steps': () => {
        throw new ServiceError('conflict', 'gone on', { eventCount: 2, since: [] })
      },
    })
    await wrapper.findAll('.step-card .chip')[2]!.trigger('click')
    await wrapper.get('.step-card textarea').setValue('哪个窗口？')
    await wrapper.get('.step-card form').trigger('submit')
    await settled()
    expect(wrapper.get('.stale-note').text()).toContain('别人刚刚办过')
    expect((wrapper.get('.step-card textarea').element as HTMLTextAreaElement).value).toBe('哪个窗口？')
  })

  it('shows a signature that does not hold, and lets an auditor look only', async () => {
    const { evidence } = detail()
    const { wrapper } = await open(
      `/desk/inspections/${ID}`,
      { 'GET /inspections/:id': () => detail({ evidence: { ...evidence, signature: false }, steps: [] }) },
      { ...STAFF, role: 'auditor' },
    )
    expect(wrapper.text()).toContain('签名无效')
    expect(wrapper.find('.step-card').exists()).toBe(false)
  })
})

describe('a deduction', () => {
  it('is taken back with a reason: without one the dialog stays and says so', async () => {
    const sent: unknown[] = []
    const booking: InspectionDetail['bookings'][number] = {
      ...{ id: ID, year: 2026, target: { kind: 'department', id: 'tax' }, targetName: '税务局' },
      ...{ clause: 'firstContact', points: 2, reason: '空岗', inspection: ID, reverses: null },
      ...{ reversed: false, by: '张三', at: AT },
    }
    const { wrapper } = await open(`/desk/inspections/${ID}`, {
      'GET /inspections/:id': () =>
        detail({ events: [{ seq: 1, at: AT, type: 'substantiate', by: null }], bookings: [booking] }),
      'POST /score-bookings/:id/reverse': (input) => {
        sent.push((input as { body: unknown }).body)
        return { ...booking, points: -2, reverses: ID }
      },
    })
    const back = () => wrapper.findAll('button').filter((one) => one.text() === '撤回这笔扣分')
    await back()[0]!.trigger('click')
    await settled()
    await back().at(-1)!.trigger('click')
    await settled()
    expect(wrapper.get('dialog[open] [role=alert]').text()).toBe('请填写')
    expect(sent).toEqual([])
    await wrapper.get('dialog[open] input').setValue('重复扣分')
    await back().at(-1)!.trigger('click')
    await settled()
    expect(sent).toEqual([{ reason: '重复扣分' }])
  })
})

describe('a rectification at a unit', () => {
  const rectification: RectificationDetail = {
    ...{ id: ID, state: 'open', round: 1, unit: { id: 'tax', name: '税务局' }, text: '落实AB岗。' },
    ...{ venue: { id: 'hall', name: '县政务服务中心' }, counter: null, due: '2026-12-01' },
    ...{ overdueWorkdays: 0, orderedAt: AT, report: null, found: '2026-11-2', shared: [], mayReport: true },
    findings: [{ question: 'q', title: { zh: '没有人在岗', en: 'Nobody there' }, chosen: [], items: [] }],
    inspection: null,
  }
  it('says what to mend and when it was found only roughly, and is reported on', async () => {
    const sent: unknown[] = []
    const { wrapper } = await open(
      `/desk/rectifications/${ID}`,
      {
        'GET /rectifications/:id': () => rectification,
        'POST /rectifications/:id/report': (input) => {
          sent.push((input as { body: unknown }).body)
          const report = { text: '已改', at: AT, photos: [] }
          return { ...rectification, state: 'reported', report, mayReport: false }
        },
      },
      UNIT,
    )
    expect(wrapper.text()).toContain('2026年11月中旬')
    await expectAccessible(wrapper.element as Element)
    await wrapper.get('textarea').setValue('已改')
    await wrapper.get('form').trigger('submit')
    await settled()
    expect(sent).toEqual([{ text: '已改', photos: [] }])
    expect(wrapper.find('form').exists()).toBe(false)
    expect(wrapper.text()).toContain('已报待复查')
  })
})

describe('what was typed and not sent', () => {
  it('is there again in another tab, for whoever typed it alone, until it was sent', async () => {
    const at = `/desk/inspections/${ID}`
    const answers = {
      'GET /inspections/:id': () => detail(),
      'POST /inspections/:id/steps': () => detail({ status: 'unsubstantiated', steps: [], eventCount: 2 }),
    }
    const text = async (staff: Staff) => {
      const { wrapper } = await open(at, answers, staff)
      await wrapper.findAll('.step-card .chip')[1]!.trigger('click')
      return wrapper
    }
    const value = (wrapper: Awaited<ReturnType<typeof text>>) =>
      (wrapper.get('.step-card textarea').element as HTMLTextAreaElement).value
    const first = await text(STAFF)
    await first.get('.step-card textarea').setValue('照片里看不出是哪一天。')
    first.unmount()
    const other = await text({ ...STAFF, id: '01900000-0000-7000-8000-0000000000bb' })
    expect(value(other)).toBe('')
    other.unmount()
    const again = await text(STAFF)
    expect(value(again)).toBe('照片里看不出是哪一天。')
    await again.get('.step-card form').trigger('submit')
    await settled()
    expect(Object.keys(localStorage).filter((key) => key.includes('draft'))).toEqual([])
  })
})

describe('a draw of visits', () => {
  it('is under the keyboard when it opens, and its button when it is left', async () => {
    const { wrapper } = await open('/desk/visits', { 'GET /visits': () => ({ visits: [], plans: [] }) })
    await wrapper.get('.draw-open').trigger('click')
    await settled()
    const chosen = wrapper.get<HTMLInputElement>('.draw-form input')
    expect(document.activeElement?.closest('.draw-form')).not.toBeNull()
    expect((document.activeElement as HTMLInputElement).checked).toBe(true)
    await chosen.trigger('keydown', { key: 'Escape' })
    await settled()
    expect(wrapper.find('.draw-form').exists()).toBe(false)
    expect(document.activeElement).toBe(wrapper.get('.draw-open').element)
  })

  it('says at the field what cannot be before it sends, and what the server alone did not take', async () => {
    const sent: unknown[] = []
    const { wrapper } = await open('/desk/visits', {
      'GET /visits': () => ({ visits: [], plans: [] }),
      'POST /visit-plans': (input) => {
        sent.push((input as { body: unknown }).body)
        throw new ServiceError('invalid', 'refused', { problems: [{ path: 'seed', message: 'no' }] })
      },
    })
    await wrapper.get('.draw-open').trigger('click')
    const wrong = () => wrapper.findAll('.draw-form .field-error').map((one) => one.text())
    const date = (at: number) => wrapper.findAll('.draw-form input[type=date]')[at]!
    const submit = async () => {
      await wrapper.get('.draw-form').trigger('submit')
      for (let i = 0; i < 3; i++) await settled()
    }
    await date(0).setValue('2026-12-20')
    await date(1).setValue('2026-12-10')
    await wrapper.get('.draw-form input[type=text]').setValue('长'.repeat(101))
    await submit()
    expect(wrong()).toEqual(['不能早于开始日期。', '太长了，最多 100 字。'])
    expect(document.activeElement).toBe(date(1).element)
    await expectAccessible(wrapper.element as Element)
    await date(0).setValue('')
    await date(1).setValue('2026-11-22')
    await wrapper.get('.draw-form input[type=text]').setValue('')
    await submit()
    expect(wrong()).toEqual(['请填写', '不能早于今天。'])
    expect(sent).toEqual([])
    await date(0).setValue('2026-11-20')
    await date(1).setValue('2026-11-23')
    await wrapper.get('.draw-form input[type=text]').setValue(' 07 12 ')
    await submit()
    expect(sent).toMatchObject([{ from: '2026-11-20', until: '2026-11-23', seed: '07 12' }])
    expect(wrong()).toEqual(['服务器没有收下这一项，请检查后再提交。'])
    expect(wrapper.text()).not.toContain('有一项填写不合要求')
  })
})

describe('supervisors at the desk', () => {
  it('shows a code once, until it was noted', async () => {
    const code = 'ABCD-EFGH-JKMN-PQRS'
    const { wrapper } = await open('/desk/supervisors', {
      'GET /supervisors': () => ({ supervisors: [] }),
      'GET /visit-options': () => ({ venues: [], departments: [{ id: 'tax', name: '税务局' }] }),
      'POST /supervisors': () => ({ supervisor: ID, code, expiresAt: AT }),
    })
    await wrapper.get('.appoint-form input').setValue('李明')
    await wrapper.get('.appoint-form').trigger('submit')
    for (let i = 0; i < 3; i++) await settled()
    expect(wrapper.get('.code-once').text()).toBe(code)
    await expectAccessible(wrapper.element as Element)
    await wrapper.get('.code-card button').trigger('click')
    expect(wrapper.text()).not.toContain(code)
  })
})
