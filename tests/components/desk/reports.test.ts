/** 月报 as the office reads it. */
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { MonthReport } from '#contract/desk/reports'
import { useDesk } from '../../../src/app/features/desk/desk-store.ts'
import ReportPage from '../../../src/app/features/desk/reports/ReportPage.vue'
import { expectAccessible } from '../../support/axe.ts'
import { mountScreen, settled } from '../../support/mount.ts'

const ID = '019ab000-0000-7000-8000-000000000001'
const report: MonthReport = {
  region: '990001',
  regionName: '试验县',
  sample: false,
  month: '2026-11',
  complete: true,
  asOf: '2026-12-01T00:00:00.000Z',
  cases: {
    received: 3,
    before: 1,
    byKind: { complaint: 3, suggestion: 0, enquiry: 0, disclosureReport: 0 },
    answered: 2,
    judged: 27,
    onTimeRate: 0.5,
    medianWorkdays: 4,
    overdue: 1,
    transfers: 0,
    extensions: 0,
    reopened: 0,
    declined: 0,
  },
  ratings: { count: 0, satisfaction: null, poor: 0, followUps: 0, followedUp: 0 },
  inspections: { count: 0, substantiated: 0, meanScore: null },
  findings: [],
  delays: [
    { id: ID, number: 'TS-20261101-AAAAA', unit: '税务局', item: null, due: '2026-11-16', workdaysLate: 4 },
  ],
  departments: [
    {
      id: 'tax',
      name: '税务局',
      received: 3,
      answered: 2,
      onTimeRate: 0.5,
      overdue: 1,
      satisfaction: null,
      ratings: 0,
    },
  ],
  demanded: [],
  words: [],
}

describe('月报', () => {
  it('names its month, and stands a heading over its numbers', async () => {
    const Signed = defineComponent({
      setup() {
        const store = useDesk()
        void store.load()
        return () => (store.staff ? h(ReportPage as never, { month: '2026-11' }) : null)
      },
    })
    const { wrapper } = await mountScreen(Signed, {
      routes: [{ path: '/desk/reports', name: 'deskReports', component: { render: () => null } }],
      desk: {
        'GET /session': () => ({
          id: ID,
          login: 'office',
          name: '张三',
          role: 'office',
          region: '990001',
          regionName: '试验县',
          department: null,
          departmentName: null,
          head: false,
        }),
        'GET /reports/:month': () => report,
      },
    })
    await settled()
    expect(wrapper.find('h1').text()).toBe('2026年11月月报')
    expect(wrapper.find('.report-title').text()).toContain('（2026年11月）')
    const [delays, departments] = wrapper.findAll('.report-table')
    const right = (table: typeof delays, cells: string) =>
      table?.findAll(cells).map((cell) => cell.classes('number'))
    expect(right(delays, 'thead th')).toEqual([false, false, false, true])
    expect(right(departments, 'thead th')).toEqual([false, true, true, true, true, true])
    expect(right(departments, 'tbody tr > *')).toEqual([false, true, true, true, true, true])
    await expectAccessible(document.body)
  })
})
