import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskReports } from '../../src/contract/desk/reports.ts'
import { loadSample } from '../../src/server/modules/sample/load.ts'
import { type Desk, signedIn } from '../support/desk.ts'
import { testServer, type TestServer } from '../support/server.ts'

const SAMPLE = '000000'
let server: TestServer
let office: Desk
beforeAll(async () => {
  server = await testServer({ now: () => new Date('2026-11-23T08:00:00Z') })
  await loadSample(server.context)
  office = await signedIn(server, { role: 'office', region: SAMPLE })
})
afterAll(() => server.close())

describe('the monthly report', () => {
  it('lists the months that something came in', async () => {
    const { months } = await office.ask(deskReports.list, {})
    expect(months[0]!.month).toBe('2026-11')
    const { count } = await server.context.db
      .selectFrom('cases')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(months.reduce((sum, { cases }) => sum + cases, 0)).toBe(count)
  })

  it('tells a month that is over, and the present one as far as it has come', async () => {
    const report = await office.ask(deskReports.read, { params: { month: '2026-10' } })
    const { months } = await office.ask(deskReports.list, {})
    expect(report).toMatchObject({ complete: true, sample: true, regionName: '示例区' })
    expect(report.cases.received).toBe(months.find(({ month }) => month === '2026-10')!.cases)
    expect(Object.values(report.cases.byKind).reduce((sum, one) => sum + one, 0)).toBe(report.cases.received)
    expect(report.cases.answered).toBeGreaterThan(0)
    expect(report.cases.medianWorkdays).toBeGreaterThan(0)
    expect(report.departments.reduce((sum, one) => sum + one.received, 0)).toBeLessThanOrEqual(
      report.cases.received,
    )
    expect(report.demanded[0]!.cases + report.demanded[0]!.ratings).toBeGreaterThan(0)
    expect((await office.ask(deskReports.read, { params: { month: '2026-11' } })).complete).toBe(false)
  })

  it('names the worst delays first, as the board counts them', async () => {
    const { delays, cases } = await office.ask(deskReports.read, { params: { month: '2026-11' } })
    expect(delays.length).toBeGreaterThan(0)
    expect(cases.overdue).toBeGreaterThanOrEqual(delays.length)
    const late = delays.map(({ workdaysLate }) => workdaysLate)
    expect(late).toEqual([...late].sort((a, b) => b - a))
    const board = (await (await fetch(`${server.url}/api/v1/regions/${SAMPLE}/board`)).json()) as {
      total: { overdue: number }
    }
    expect(cases.overdue).toBe(board.total.overdue)
  })

  it('gives the same share on time as the public board, for every month', async () => {
    const board = (await (await fetch(`${server.url}/api/v1/regions/${SAMPLE}/board`)).json()) as {
      months: { month: string; onTimeRate: number | null; onTimeCases: number }[]
    }
    const told = board.months.filter(({ onTimeRate }) => onTimeRate !== null)
    expect(told.length).toBeGreaterThan(1)
    for (const { month, onTimeRate, onTimeCases } of told) {
      const { cases } = await office.ask(deskReports.read, { params: { month } })
      expect([month, cases.judged, cases.onTimeRate]).toEqual([month, onTimeCases, onTimeRate])
    }
  })

  it('is for the office and the auditor of the region, and for months that have begun', async () => {
    const unit = await signedIn(server, { role: 'unit', region: SAMPLE, department: 'x' })
    expect(await unit.refusal(deskReports.list)).toEqual([403, 'forbidden'])
    const auditor = await signedIn(server, { role: 'auditor', region: SAMPLE })
    expect((await auditor.send(deskReports.read, { params: { month: '2026-10' } })).status).toBe(200)
    expect(await office.refusal(deskReports.read, { params: { month: '2026-12' } })).toEqual([
      404,
      'notFound',
    ])
    expect(await office.refusal(deskReports.read, { params: { month: '2026-13' } })).toEqual([400, 'invalid'])
  })
})
