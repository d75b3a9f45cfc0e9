/**
 * The sample district is made of the last months, so what it tells depends on the day of its first start. On whatever
 * day that is, it must load: `npm start` would not start without it.
 */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { addDays } from '#domain/workdays/calendar'
import { loadSample } from '#server/modules/sample/load'
import { testContext } from '../support/server.ts'

/** A day nobody chose: named in the test's title, so that a failure can be played again. */
const some = addDays('2024-07-01', Math.floor(Math.random() * 1_200))

it.each([
  ['today', new Date().toISOString()],
  ['a Saturday morning in China, worked weekends in the weeks before', '2026-11-27T23:37:51Z'],
  ['the first workday after National Day and its worked weekends', '2026-10-08T02:00:00Z'],
  ['in the Spring Festival', '2026-02-20T12:00:00Z'],
  ['the first workday after the Spring Festival', '2026-02-24T00:30:00Z'],
  ['a year whose calendar is not announced', '2028-01-02T16:30:00Z'],
  ['some day', `${some}T${String(Math.floor(Math.random() * 24)).padStart(2, '0')}:15:00Z`],
])('loads on %s (%s)', async (_what, instant) => {
  const { context, logs, close } = await testContext({ now: () => new Date(instant) })
  try {
    await loadSample(context)
    const { rows } = await sql<{ cases: number; inspections: number; broken: number }>`
      select (select count(*)::int from cases where origin = 'citizen') as cases,
             (select count(*)::int from inspections) as inspections,
             (select count(*)::int from inspections where chain <> 'whole') as broken`.execute(context.db)
    // What was filed without a network an hour ago may still be on its way.
    expect(rows[0]?.cases).toBeGreaterThan(155)
    expect(rows[0]?.broken).toBe(0)
    expect(rows[0]?.inspections).toBeGreaterThan(30)
    expect(logs.filter((line) => line.includes('"level":50'))).toEqual([])
  } finally {
    await close()
  }
})
