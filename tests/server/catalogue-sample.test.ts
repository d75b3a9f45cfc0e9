import { sql } from 'kysely'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BoardSchema } from '#contract/board'
import { routes } from '#contract/routes'
import { CASE_STATUSES } from '#domain/cases/types'
import { INSPECTION_STATUSES } from '#domain/inspections/types'
import { loadSample } from '#server/modules/sample/load'
import { testServer, type TestServer } from '../support/server.ts'

describe('the sample district', () => {
  let server: TestServer
  let took: number
  beforeAll(async () => {
    server = await testServer({ now: () => new Date('2026-11-23T08:00:00Z') })
    const started = performance.now()
    await loadSample(server.context)
    took = performance.now() - started
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

  it('is loaded in a few seconds, once', async () => {
    expect(took).toBeLessThan(60_000)
    const before = await counts('cases')
    await loadSample(server.context)
    expect(await counts('cases')).toEqual(before)
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

  it('answers those who rated poorly and left a number', async () => {
    const { rows } = await sql<{
      status: string
    }>`select distinct status from cases where origin = 'rating'`.execute(server.context.db)
    expect(rows.map(({ status }) => status)).toContain('closed')
  })

  it('tells varied stories', async () => {
    const { rows } = await sql<{
      text: string
    }>`select distinct text from cases where origin = 'citizen'`.execute(server.context.db)
    expect(rows.length).toBeGreaterThan(140)
    expect(rows.filter(({ text }) => /[{}]/.test(text))).toEqual([])
  })
})
