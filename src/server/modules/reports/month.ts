/** One month of a region, out of the database. */
import { type Kysely, sql } from 'kysely'
import type { MonthReport } from '#contract/desk/reports'
import { growingWords } from '#domain/accountability/growing-words'
import { SMALL_GROUP } from '#domain/accountability/counts'
import { overdueWorkdays } from '#domain/cases/clock'
import { CASE_KINDS } from '#domain/cases/types'
import type { Catalogue } from '#domain/catalogue/types'
import { checklistOf } from '#domain/inspections/hall-checklist'
import { dateInChina, workdaysBetween } from '#domain/workdays/calendar'
import type { Database } from '../../db/schema.ts'
import { departmentName, itemName } from '../cases/subject.ts'
import { wordsOf } from './segment.ts'

type Db = Kysely<Database>

/** The first instant of a month in China, `more` months on. */
export function monthStart(month: string, more = 0): Date {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + more, 1) - 8 * 3_600_000)
}

const rate = (part: number, whole: number) => (whole < SMALL_GROUP ? null : part / whole)

function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

const MOST_DELAYS = 20
const MOST_DEMANDED = 15
const MOST_FINDINGS = 15
/** Months that the words are held against. */
const MONTHS_BEFORE = 3

export async function monthReport(
  db: Db,
  catalogue: Catalogue,
  month: string,
  now: Date,
): Promise<MonthReport> {
  const region = catalogue.region.code
  const [from, until] = [monthStart(month), monthStart(month, 1)]
  const cases = await db
    .selectFrom('cases')
    .select(['id', 'number', 'kind', 'status', 'item', 'department', 'unit', 'due', 'text', 'received_at'])
    .select(['answered_at', 'answered_on_time', 'transfers', 'extensions', 'reopened', 'origin'])
    .where('region', '=', region)
    // what came in during the months compared, what was answered in this one, and what still waits
    .where((eb) =>
      eb.or([
        eb('received_at', '>=', monthStart(month, -MONTHS_BEFORE)),
        eb('answered_at', '>=', from),
        eb('due', 'is not', null),
      ]),
    )
    .where('received_at', '<', until)
    .execute()
  const within = (at: Date | null) => at !== null && at >= from && at < until
  const received = cases.filter((row) => within(row.received_at))
  const answered = cases.filter((row) => within(row.answered_at))
  const today = dateInChina(now)
  const late = cases
    .flatMap((row) =>
      row.due === null ? [] : [{ ...row, due: row.due, late: overdueWorkdays(row.due, today) }],
    )
    .filter((row) => row.late > 0)
    .sort((a, b) => b.late - a.late || (a.number < b.number ? -1 : 1))
  const isLate = new Set(late.map(({ id }) => id))
  const judged = received.filter((row) => row.answered_on_time !== null || isLate.has(row.id))
  const onTimeRate = (rows: typeof judged) =>
    rate(rows.filter((row) => row.answered_on_time && !isLate.has(row.id)).length, rows.length)
  const owner = (row: { unit: string | null; department: string | null }) => row.unit ?? row.department
  const ratings = await db
    .selectFrom('ratings')
    .leftJoin('cases as follow', 'follow.id', 'ratings.follow_up')
    .select([
      'ratings.level',
      'ratings.department',
      'ratings.item',
      'ratings.follow_up',
      'follow.answered_at',
    ])
    .where('ratings.region', '=', region)
    .where('ratings.received_at', '>=', from)
    .where('ratings.received_at', '<', until)
    .execute()
  const satisfied = ratings.filter(({ level }) => level >= 3)

  return {
    region,
    regionName: catalogue.region.name,
    sample: catalogue.region.sample,
    month,
    complete: now >= until,
    asOf: now.toISOString(),
    cases: {
      received: received.length,
      before: cases.filter((row) => row.received_at >= monthStart(month, -1) && row.received_at < from)
        .length,
      byKind: Object.fromEntries(
        CASE_KINDS.map((kind) => [kind, received.filter((row) => row.kind === kind).length]),
      ),
      answered: answered.length,
      judged: judged.length,
      onTimeRate: onTimeRate(judged),
      medianWorkdays: median(
        answered.map((row) =>
          workdaysBetween(dateInChina(row.received_at), dateInChina(row.answered_at ?? now)),
        ),
      ),
      overdue: late.length,
      transfers: received.reduce((sum, row) => sum + row.transfers, 0),
      extensions: received.reduce((sum, row) => sum + row.extensions, 0),
      reopened: received.filter((row) => row.reopened).length,
      declined: received.filter((row) => row.status === 'declined').length,
    },
    ratings: {
      count: ratings.length,
      satisfaction: rate(satisfied.length, ratings.length),
      poor: ratings.length - satisfied.length,
      followUps: ratings.filter((row) => row.follow_up !== null).length,
      followedUp: ratings.filter((row) => row.answered_at !== null).length,
    },
    ...(await inspected(db, region, from, until)),
    delays: late.slice(0, MOST_DELAYS).map((row) => ({
      id: row.id,
      number: row.number,
      unit: departmentName(catalogue, owner(row) ?? ''),
      item: row.item === null ? null : (itemName(catalogue, row.item) ?? row.item),
      due: row.due,
      workdaysLate: row.late,
    })),
    departments: catalogue.departments
      .map(({ id, name }) => {
        const rated = ratings.filter((row) => row.department === id)
        return {
          id,
          name,
          received: received.filter((row) => owner(row) === id).length,
          answered: answered.filter((row) => owner(row) === id).length,
          onTimeRate: onTimeRate(judged.filter((row) => owner(row) === id)),
          overdue: late.filter((row) => owner(row) === id).length,
          satisfaction: rate(rated.filter(({ level }) => level >= 3).length, rated.length),
          ratings: rated.length,
        }
      })
      .filter((one) => one.received + one.answered + one.overdue + one.ratings > 0)
      .sort((a, b) => b.overdue - a.overdue || b.received - a.received),
    demanded: demanded(catalogue, received, ratings),
    words: growingWords(
      received.map((row) => wordsOf(row.text)),
      cases
        .filter((row) => row.received_at < from && row.received_at >= monthStart(month, -MONTHS_BEFORE))
        .map((row) => wordsOf(row.text)),
    ),
  }
}

function demanded(
  catalogue: Catalogue,
  cases: readonly { item: string | null }[],
  ratings: readonly { item: string | null }[],
): MonthReport['demanded'] {
  const counts = new Map<string, { cases: number; ratings: number }>()
  const count = (rows: readonly { item: string | null }[], what: 'cases' | 'ratings') => {
    for (const { item } of rows) {
      if (item === null) continue
      const known = counts.get(item) ?? { cases: 0, ratings: 0 }
      counts.set(item, known)
      known[what]++
    }
  }
  count(cases, 'cases')
  count(ratings, 'ratings')
  const items = new Map(catalogue.items.map((item) => [item.code, item]))
  return [...counts]
    .sort(([a, x], [b, y]) => y.cases + y.ratings - x.cases - x.ratings || (a < b ? -1 : 1))
    .slice(0, MOST_DEMANDED)
    .map(([code, one]) => ({
      code,
      name: items.get(code)?.name ?? code,
      department: departmentName(catalogue, items.get(code)?.department ?? ''),
      ...one,
    }))
}

/** Inspections received in the month, and what the substantiated ones found. */
async function inspected(
  db: Db,
  region: string,
  from: Date,
  until: Date,
): Promise<Pick<MonthReport, 'inspections' | 'findings'>> {
  const rows = await db
    .selectFrom('inspections as i')
    .select(['i.score', 'i.deductions', 'i.checklist', 'i.checklist_version'])
    .select(
      sql<boolean>`i.status in ('substantiated', 'rectification', 'revisit') or exists (
        select 1 from inspection_events e where e.inspection = i.id and e.status = 'substantiated')`.as(
        'substantiated',
      ),
    )
    .where('i.region', '=', region)
    .where('i.received_at', '>=', from)
    .where('i.received_at', '<', until)
    .where(sql<boolean>`not exists (select 1 from inspections later where later.corrects = i.id)`)
    .execute()
  const found = new Map<string, MonthReport['findings'][number]>()
  for (const row of rows.filter(({ substantiated }) => substantiated)) {
    const questions = checklistOf(row.checklist, row.checklist_version)?.sections.flatMap(
      (section) => section.questions,
    )
    for (const { question, points } of row.deductions) {
      const title = questions?.find(({ id }) => id === question)?.title ?? { zh: question, en: question }
      const one = found.get(question) ?? { question, ...title, count: 0, points: 0 }
      found.set(question, { ...one, count: one.count + 1, points: one.points + points })
    }
  }
  return {
    inspections: {
      count: rows.length,
      substantiated: rows.filter(({ substantiated }) => substantiated).length,
      meanScore: rows.length === 0 ? null : rows.reduce((sum, { score }) => sum + score, 0) / rows.length,
    },
    findings: [...found.values()]
      .sort((a, b) => b.count - a.count || b.points - a.points)
      .slice(0, MOST_FINDINGS),
  }
}
