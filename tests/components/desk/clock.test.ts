/** Rule sets, ratings and notices at the desk. */
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { RatingDetail } from '#contract/desk/ratings'
import { RULES } from '#domain/cases/rules'
import { ServiceError } from '#sync/services'
import ClockScreen from '../../../src/app/features/desk/clock/ClockScreen.vue'
import { useDesk } from '../../../src/app/features/desk/desk-store.ts'
import NoticeScreen from '../../../src/app/features/desk/notices/NoticeScreen.vue'
import RatingList from '../../../src/app/features/desk/ratings/RatingList.vue'
import RatingPage from '../../../src/app/features/desk/ratings/RatingPage.vue'
import { expectAccessible } from '../../support/axe.ts'
import { type Mounted, mountScreen, settled } from '../../support/mount.ts'

afterEach(() => void (document.body.innerHTML = ''))

const ID = '019ab000-0000-7000-8000-000000000001'
const staff = (role: 'office' | 'unit' | 'auditor') => ({
  id: ID,
  login: 'x',
  name: '张三',
  role,
  region: '990001',
  regionName: '试验县',
  department: role === 'unit' ? 'tax' : null,
  departmentName: role === 'unit' ? '税务局' : null,
  head: false,
})
const routes = ['deskRatings', 'deskRating', 'deskAccount', 'deskNotices'].map((name) => ({
  path: name === 'deskRating' ? '/desk/ratings/:id' : `/${name}`,
  name,
  component: { render: () => null },
}))

/** Mounts a screen of the desk with somebody signed in. */
async function atDesk(
  component: unknown,
  desk: Record<string, (input: never) => unknown>,
  role: 'office' | 'unit' | 'auditor' = 'office',
  props: Record<string, unknown> = {},
): Promise<Mounted> {
  const Signed = defineComponent({
    setup() {
      const store = useDesk()
      void store.load()
      return () => (store.staff ? h(component as never, props) : null)
    },
  })
  const mounted = await mountScreen(Signed, {
    routes,
    desk: { 'GET /session': () => staff(role), ...desk },
  })
  await settled()
  return mounted
}

const version = (more: object = {}) => ({
  from: null,
  rules: RULES,
  state: 'inForce',
  own: false,
  revision: 1,
  madeAt: '2026-01-01T00:00:00.000Z',
  madeBy: null,
  ...more,
})
const preview = {
  filed: '2026-09-28',
  due: {
    accept: '2026-09-29',
    enquiry: '2026-10-08',
    suggestion: '2026-10-17',
    complaint: '2026-10-17',
    disclosureReport: '2026-10-10',
    poorRatingFollowUp: '2026-10-10',
    reopenWindowDays: '2026-10-05',
  },
  firm: true,
  special: [
    { date: '2026-10-01', workday: false },
    { date: '2026-10-10', workday: true },
  ],
}
const clock = {
  'GET /rules': () => ({ today: '2026-09-28', versions: [version()] }),
  'GET /rules/preview': () => preview,
  'GET /reminders': () => ({
    reminders: [
      {
        caseId: ID,
        number: 'TS-20260901-AAAAA',
        kind: 'escalated',
        due: '2026-09-25',
        at: '2026-09-28T02:00:00.000Z',
        unit: 'tax',
      },
    ],
  }),
}

describe('rule sets', () => {
  it('are under the keyboard when they are opened, and their button when they are left', async () => {
    const { wrapper } = await atDesk(ClockScreen, { ...clock, 'GET /rules/preview': () => preview })
    const opener = () => wrapper.findAll('button').find((button) => button.text() === '新规则')
    await opener()?.trigger('click')
    await settled()
    expect(document.activeElement).toBe(wrapper.get('.rule-editor input[type=date]').element)
    await wrapper.get('.rule-editor').trigger('keydown', { key: 'Escape' })
    await settled()
    expect(wrapper.find('.rule-editor').exists()).toBe(false)
    expect(document.activeElement).toBe(opener()?.element)
  })

  it('are previewed for what is filed from the day on which they hold', async () => {
    const days: unknown[] = []
    const { wrapper } = await atDesk(ClockScreen, {
      ...clock,
      'GET /rules/preview': (input: { query: { filed?: string } }) => {
        days.push(input.query.filed)
        return preview
      },
    })
    await wrapper
      .findAll('button')
      .find((button) => button.text() === '新规则')
      ?.trigger('click')
    await settled()
    await wrapper.find('input[type=date]').setValue('2026-10-08')
    await settled()
    // A day that has gone, and none: what they would mean today.
    await wrapper.find('input[type=date]').setValue('2026-01-01')
    await settled()
    await wrapper.find('input[type=date]').setValue('')
    await settled()
    expect(days).toEqual(['2026-09-29', '2026-10-08', undefined, undefined])
  })

  it('show what holds, and what was called to mind', async () => {
    const { wrapper } = await atDesk(ClockScreen, clock, 'auditor')
    expect(wrapper.text()).toContain('现行')
    expect(wrapper.text()).toContain('10 个工作日')
    expect(wrapper.find('.reminder-log').text()).toContain('超期督办')
    // An auditor changes nothing.
    expect(wrapper.text()).not.toContain('新规则')
    await expectAccessible(wrapper.element as Element)
  })

  it('are set for a day to come, after seeing what that means; a conflict loses nothing typed', async () => {
    const asked: unknown[] = []
    const { wrapper, control } = await atDesk(ClockScreen, {
      ...clock,
      'PUT /rules/:from': (input) => {
        asked.push(input)
        return {
          today: '2026-09-28',
          versions: [version({ from: '2026-10-08', state: 'future', own: true })],
        }
      },
    })
    await wrapper
      .findAll('button')
      .find((button) => button.text() === '新规则')
      ?.trigger('click')
    await settled()
    expect(wrapper.find('.due-preview').text()).toContain('10月10日')
    await expectAccessible(wrapper.element as Element)
    const complaint = wrapper.findAll('input[type=number]')[1]
    await complaint?.setValue(0)
    await wrapper.find('form').trigger('submit')
    expect(asked).toEqual([])
    expect(wrapper.text()).toContain('请填 1 到 366 的整数')
    await complaint?.setValue(5)
    await wrapper.find('input[type=date]').setValue('2026-10-08')
    control.failNext('desk PUT /rules/:from', new ServiceError('conflict', 'x'))
    await wrapper.find('form').trigger('submit')
    await settled()
    expect(wrapper.find('[role=alert]').text()).toContain('别人刚改过')
    expect((complaint?.element as HTMLInputElement).value).toBe('5')
    await wrapper.find('form').trigger('submit')
    await settled()
    expect(asked).toEqual([
      { params: { from: '2026-10-08' }, body: { rules: { ...RULES, complaint: 5 }, revision: 0 } },
    ])
    expect(wrapper.text()).toContain('尚未生效')
  })
})

const summary = {
  id: ID,
  number: 'PJ-20261120-AAAAA',
  level: 1,
  tags: ['rude'],
  text: '态度很差。',
  receivedAt: '2026-11-20T02:00:00.000Z',
  itemName: '发票领用',
  departmentName: '税务局',
  placeName: '县政务服务中心',
  status: 'open',
  appeal: 'none',
  remedyLevel: null,
  due: '2026-11-19',
  dueState: 'red',
  overdueWorkdays: 2,
} as const
const detail: RatingDetail = {
  ...summary,
  tags: ['rude'],
  actualDays: 9,
  promisedDays: 5,
  contact: { phone: '13800000000', shareWithUnit: false },
  contactWithheld: false,
  case: { id: ID, number: 'PJ-20261120-AAAAA', status: 'submitted' },
  steps: [],
  revision: 0,
  may: { contact: true, settle: false, appeal: true, decide: false },
}

describe('ratings', () => {
  it('list what waits with its clock, in words and not by colour alone', async () => {
    const { wrapper } = await atDesk(RatingList, {
      'GET /ratings': () => ({
        ratings: [summary],
        counts: { toDo: 1, remedied: 0, appeals: 0, poor: 3, all: 9 },
        next: null,
      }),
    })
    expect(wrapper.text()).toContain('超期 2 个工作日')
    expect(wrapper.text()).toContain('态度差')
    expect(wrapper.find('a').attributes('href')).toBe(`/desk/ratings/${ID}`)
    expect(wrapper.get('[role=status]').text()).toBe('1 件')
    await expectAccessible(wrapper.element as Element)
  })

  it('are called about; when somebody else was quicker, that is said and the note is kept', async () => {
    const asked: { body: { revision: number; note?: string } }[] = []
    const { wrapper, control } = await atDesk(
      RatingPage,
      {
        'GET /ratings/:id': () => detail,
        'POST /ratings/:id/contact': (input: never) => {
          asked.push(input)
          return { ...detail, status: 'contacted', revision: 1, may: { ...detail.may, settle: true } }
        },
      },
      'office',
      { id: ID },
    )
    expect(wrapper.text()).toContain('13800000000')
    expect(document.title).toBe('PJ-20261120-AAAAA · 明察')
    await expectAccessible(wrapper.element as Element)
    const note = wrapper.find('textarea')
    await note.setValue('约明天再打')
    control.failNext('desk POST /ratings/:id/contact', new ServiceError('conflict', 'x'))
    await wrapper.find('form').trigger('submit')
    await settled()
    expect(wrapper.find('[role=alert]').text()).toContain('别人刚处理过')
    expect((wrapper.find('textarea').element as HTMLTextAreaElement).value).toBe('约明天再打')
    const kept = () =>
      Object.keys(localStorage).filter((key) => localStorage.getItem(key)?.includes('约明天再打'))
    expect(kept()).toHaveLength(1)
    await wrapper.find('form').trigger('submit')
    await settled()
    expect(asked[0]?.body).toMatchObject({ revision: 0, how: 'phone', reached: true, note: '约明天再打' })
    expect(wrapper.text()).toContain('处理结果')
    expect(kept()).toEqual([])
  })

  it('are never said to have been called about at another time than was typed', async () => {
    const asked: { body: { when: string } }[] = []
    let fast = false
    const { wrapper } = await atDesk(
      RatingPage,
      {
        'GET /ratings/:id': () => detail,
        'POST /ratings/:id/contact': (input: never) => {
          asked.push(input)
          if (fast)
            throw new ServiceError('invalid', 'x', { problems: [{ path: 'when', message: 'in the future' }] })
          return { ...detail, status: 'contacted', revision: 1 }
        },
      },
      'office',
      { id: ID },
    )
    /** As the field wants it, in the time of this desk's own clock. */
    const local = (iso: string) => {
      const at = new Date(iso)
      return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
    }
    const when = () => wrapper.get<HTMLInputElement>('input[type=datetime-local]')
    const error = () => wrapper.find('.field-error')
    async function submit(typed: string): Promise<void> {
      await when().setValue(typed)
      await wrapper.get('form').trigger('submit')
      await settled()
    }
    await submit(local('2026-11-23T06:31:00.000Z'))
    expect(error().text()).toContain('这个时间还没到')
    expect(document.activeElement).toBe(when().element)
    await expectAccessible(wrapper.element as Element)
    await submit('')
    expect(error().text()).toContain('请填写联系的时间')
    expect(asked).toEqual([])
    fast = true
    await submit(local('2026-11-23T06:30:00.000Z'))
    expect(error().text()).toContain('这个时间还没到')
    fast = false
    await submit(local('2026-11-20T02:05:00.000Z'))
    expect(error().exists()).toBe(false)
    expect(asked.map(({ body }) => body.when)).toEqual([
      '2026-11-23T06:30:00.000Z',
      '2026-11-20T02:05:00.000Z',
    ])
  })

  it('do not show a unit the number it was not given', async () => {
    const { wrapper } = await atDesk(
      RatingPage,
      { 'GET /ratings/:id': () => ({ ...detail, contact: null, contactWithheld: true }) },
      'unit',
      { id: ID },
    )
    expect(wrapper.text()).toContain('群众未同意告知承办单位')
  })
})

describe('notices', () => {
  it('are marked as seen by being opened, and lead to what they are about', async () => {
    const seen: unknown[] = []
    const { wrapper } = await atDesk(NoticeScreen, {
      'GET /notices': () => ({
        notices: [
          {
            id: ID,
            kind: 'dueToday',
            at: '2026-11-24T00:00:00.000Z',
            seen: false,
            caseId: ID,
            number: 'TS-20261101-AAAAA',
            due: '2026-11-24',
          },
        ],
        unseen: 1,
        next: null,
      }),
      'POST /notices/seen': (input) => {
        seen.push(input)
        return { done: true }
      },
    })
    expect(wrapper.text()).toContain('今天到期')
    expect(wrapper.find('a.notice-what').attributes('href')).toBe(`/desk/cases/${ID}`)
    expect(seen).toEqual([{ body: { until: '2026-11-24T00:00:00.000Z' } }])
    await expectAccessible(wrapper.element as Element)
  })
})
