import { sql } from 'kysely'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Board, BoardSchema } from '#contract/board'
import { routes } from '#contract/routes'
import { punctuality } from '#domain/cases/clock'
import { CASE_STATUSES, type CaseEvent } from '#domain/cases/types'
import { INSPECTION_STATUSES } from '#domain/inspections/types'
import { loadCatalogue } from '#server/modules/catalogue/load'
import { loadSample } from '#server/modules/sample/load'
import { playRating } from '#server/modules/sample/ratings'
import { testServer, type TestServer } from '../support/server.ts'

/** The events of each case, in order. */
function grouped(rows: readonly { case_id: string; event: CaseEvent }[]): CaseEvent[][] {
  const groups = new Map<string, CaseEvent[]>()
  for (const { case_id, event } of rows) groups.set(case_id, [...(groups.get(case_id) ?? []), event])
  return [...groups.values()]
}

describe('the sample district', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer({ now: () => new Date('2026-11-23T08:00:00Z') })
    await loadSample(server.context)
  })
  afterAll(() => server.close())
  const counts = async (table: 'cases' | 'inspections') =>
    new Map(
      (
        await sql<{ status: string; count: number }>`
          select status, count(*)::int as count from ${sql.table(table)} group by 1`.execute(
          server.context.db,
        )
      ).rows.map(({ status, count }) => [status, count]),
    )

  it('is loaded once', async () => {
    const before = await counts('cases')
    await loadSample(server.context)
    expect(await counts('cases')).toEqual(before)
  })

  it('gives the board’s counts again from the open data alone, and names nobody in it', async () => {
    const get = async (file: string) => {
      const response = await fetch(`${server.url}/api/v1/regions/000000/open-data/${file}`)
      expect(response.status, file).toBe(200)
      return response
    }
    const rows = async (set: string) =>
      ((await (await get(`${set}.json`)).json()) as Record<string, Record<string, unknown>[]>)[set] ?? []
    const { total } = v.parse(BoardSchema, await (await fetch(server.url + routes.board('000000'))).json())
    const cases = await rows('cases')
    const ratings = await rows('ratings')
    const inspections = await rows('inspections')

    const judged = cases.filter((row) => row.answered_on_time !== null || row.overdue)
    const onTime = cases.filter((row) => row.answered_on_time === true && !row.overdue)
    expect(cases).toHaveLength(total.cases)
    expect(cases.filter((row) => row.overdue)).toHaveLength(total.overdue)
    expect(judged).toHaveLength(total.onTimeCases)
    expect(onTime.length / judged.length).toBe(total.onTimeRate)
    expect(ratings.filter((row) => Number(row.level) >= 3).length / ratings.length).toBe(total.satisfaction)
    expect(inspections).toHaveLength(total.inspections)
    expect(inspections.filter((row) => row.substantiated)).toHaveLength(total.substantiated)

    const columns = new Set([...cases, ...ratings, ...inspections].flatMap((row) => Object.keys(row)))
    for (const personal of ['id', 'text', 'contact', 'number', 'supervisor', 'device', 'jws', 'photos'])
      expect(columns).not.toContain(personal)
    for (const set of [cases, ratings, inspections]) {
      const sizes = new Map<unknown, number>()
      for (const { department } of set) sizes.set(department, (sizes.get(department) ?? 0) + 1)
      for (const [department, size] of sizes) if (department !== null) expect(size).toBeGreaterThanOrEqual(5)
    }
    const csv = await (await get('ratings.csv')).text()
    expect(csv.split('\r\n')).toHaveLength(ratings.length + 2)
  })

  it('has cases and inspections in every status', async () => {
    const cases = await counts('cases')
    const inspections = await counts('inspections')
    for (const status of CASE_STATUSES) expect(cases.get(status) ?? 0, `case ${status}`).toBeGreaterThan(0)
    for (const status of INSPECTION_STATUSES) {
      expect(inspections.get(status) ?? 0, `inspection ${status}`).toBeGreaterThan(0)
    }
    const { rows } = await sql<{ chain: string }>`select distinct chain from inspections`.execute(
      server.context.db,
    )
    expect(rows).toEqual([{ chain: 'whole' }])
  })

  it('shows a board with something on it', async () => {
    const board = v.parse(BoardSchema, await (await fetch(server.url + routes.board('000000'))).json())
    expect(board.region.sample).toBe(true)
    expect(board.total).toMatchObject({ items: 221 })
    expect(board.total.cases).toBeGreaterThan(150)
    expect(board.total.onTimeRate).toBeGreaterThan(0.5)
    expect(board.total.onTimeRate).toBeLessThan(1)
    expect(board.total.satisfaction).toBeGreaterThan(0.5)
    expect(board.total.overdue).toBeGreaterThan(0)
    const withheld = board.departments.filter((one) => one.ratings < 5)
    expect(withheld.length).toBeGreaterThan(0)
    for (const one of withheld) expect([one.satisfaction, one.satisfactionInterval]).toEqual([null, null])
  })

  it('agrees with figures counted again from every single event and rating', async () => {
    const { db } = server.context
    const board = (await (await fetch(server.url + routes.board('000000'))).json()) as Board
    const events = await db.selectFrom('case_events').select(['case_id', 'event']).orderBy('seq').execute()
    const kept = grouped(events).map((log) => punctuality(log, '2026-11-23'))
    expect(board.total.overdue).toBe(kept.filter((one) => one.overdueNow).length)
    expect(board.total.onTimeCases).toBe(kept.filter((one) => one.answers > 0 || one.overdueNow).length)
    const levels = await db.selectFrom('ratings').select('level').execute()
    expect(board.total.ratings).toBe(levels.length)
    const satisfied = levels.filter(({ level }) => level >= 3).length
    expect(board.total.satisfaction).toBeCloseTo(satisfied / levels.length, 12)
    const sum = (of: (one: Board['departments'][number]) => number) =>
      board.departments.reduce((total, one) => total + of(one), 0)
    expect(sum((one) => one.cases)).toBe(board.total.cases)
    expect(sum((one) => one.items)).toBe(board.total.items)
  })

  it('changes its board’s mark when something is filed, and not before', async () => {
    const first = await fetch(server.url + routes.board('000000'))
    const etag = first.headers.get('etag')!
    const ask = () => fetch(server.url + routes.board('000000'), { headers: { 'if-none-match': etag } })
    expect((await ask()).status).toBe(304)
    await playRating(server.context, (await loadCatalogue(server.context, '000000'))!, 100_000)
    const after = await ask()
    expect(after.status).toBe(200)
    const [before, now] = [(await first.json()) as Board, (await after.json()) as Board]
    expect(now.total.ratings).toBe(before.total.ratings + 1)
  })

  it('answers those who rated poorly and left a number', async () => {
    const { rows } = await sql<{
      status: string
    }>`select distinct status from cases where origin = 'rating'`.execute(server.context.db)
    // A follow-up ends when its complainant is content with the remedy; what is answered waits for that.
    expect(rows.map(({ status }) => status)).toEqual(expect.arrayContaining(['answered', 'confirmed']))
  })

  it('tells varied stories', async () => {
    const { rows } = await sql<{
      text: string
    }>`select distinct text from cases where origin = 'citizen'`.execute(server.context.db)
    expect(rows.length).toBeGreaterThan(140)
    expect(rows.filter(({ text }) => /[{}]/.test(text))).toEqual([])
  })
})
