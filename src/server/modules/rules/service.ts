/** Rule sets as the office edits them: those that do not hold yet. */
import type { Kysely } from 'kysely'
import type * as v from 'valibot'
import type { RuleList, RulePreview, RuleVersion } from '#contract/desk/clock'
import { dueDate, type Period, RULES, type RuleSet } from '#domain/cases/clock'
import { addDays, calendarKnown, dateInChina, isWorkday } from '#domain/workdays/calendar'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { EVERYWHERE, FROM_THE_BEGINNING } from '../cases/rules.ts'

type Db = Kysely<Database>

/** Every rule set that a case of the region may go by, newest first. */
export async function listRules(db: Db, region: string, now: Date): Promise<v.InferOutput<typeof RuleList>> {
  const today = dateInChina(now)
  const rows = await db
    .selectFrom('rule_versions')
    .leftJoin('staff', 'staff.id', 'rule_versions.made_by')
    .select(['rule_versions.region', 'effective_from', 'rules', 'revision', 'made_at', 'staff.name'])
    .where('rule_versions.region', 'in', [region, EVERYWHERE])
    .orderBy('effective_from', 'desc')
    .execute()
  const own = rows.filter((row) => row.region === region)
  const current = own.find(({ effective_from }) => effective_from <= today)
  const before = rows.filter((row) => row.region === EVERYWHERE)
  const holds = current ?? before.find(({ effective_from }) => effective_from <= today)
  const version = (row: (typeof rows)[number]): RuleVersion => ({
    from: row.effective_from === FROM_THE_BEGINNING ? null : row.effective_from,
    rules: { ...RULES, ...row.rules },
    state: row === holds ? 'inForce' : row.effective_from > today ? 'future' : 'past',
    own: row.region === region,
    revision: row.revision,
    madeAt: row.made_at.toISOString(),
    madeBy: row.name,
  })
  return { today, versions: [...own, ...before].map(version) }
}

/** When what begins on `filed` (ISO date) would be due, and the days off and worked weekends on the way. */
export function previewRules(rules: RuleSet, filed: string): RulePreview {
  const noon = `${filed}T12:00:00+08:00`
  const due = (period: Period) => dueDate(period, noon, rules)
  const dates = {
    accept: due('accept'),
    enquiry: due('enquiry'),
    suggestion: due('suggestion'),
    complaint: due('complaint'),
    disclosureReport: due('disclosureReport'),
    poorRatingFollowUp: due('poorRatingFollowUp'),
    reopenWindowDays: addDays(filed, rules.reopenWindowDays),
  }
  const last = Object.values(dates).reduce((a, b) => (a > b ? a : b))
  const special: RulePreview['special'] = []
  for (let date = filed; date <= last; date = addDays(date, 1)) {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
    const workday = isWorkday(date)
    if (workday !== (weekday !== 0 && weekday !== 6)) special.push({ date, workday })
  }
  return { filed, due: dates, firm: calendarKnown(filed, last), special }
}

interface Change {
  region: string
  /** ISO date */
  from: string
  /** as the editor last saw it; 0 for none */
  revision: number
  now: Date
}

/** Throws `invalid` for a day that has come, `conflict` where somebody else has changed it since. */
async function lockFuture(db: Db, { region, from, revision, now }: Change): Promise<void> {
  if (from <= dateInChina(now))
    throw new HttpError('invalid', 'a rule set can only hold from a day still to come', {
      problems: [{ path: 'from', message: 'not in the future' }],
    })
  const row = await db
    .selectFrom('rule_versions')
    .select('revision')
    .where('region', '=', region)
    .where('effective_from', '=', from)
    .forUpdate()
    .executeTakeFirst()
  if ((row?.revision ?? 0) !== revision)
    throw new HttpError('conflict', 'somebody else has changed this rule set', {
      revision: row?.revision ?? 0,
    })
}

/** Sets what holds from a day still to come. Throws `invalid` or `conflict`. */
export async function putRules(db: Db, change: Change & { rules: RuleSet; staff: string }): Promise<void> {
  await lockFuture(db, change)
  const { region, from, revision, now, staff } = change
  const values = { rules: JSON.stringify(change.rules), made_at: now, made_by: staff, revision: revision + 1 }
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('rule_versions')
    .values({ region, effective_from: from, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['region', 'effective_from'])
        .doUpdateSet(values)
        .where('rule_versions.revision', '=', revision),
    )
    .executeTakeFirst()
  // Two who both saw none: the second finds the first's.
  if (numInsertedOrUpdatedRows === 0n)
    throw new HttpError('conflict', 'somebody else has set rules from this day')
}

/** Takes back what does not hold yet. Throws `invalid`, `conflict` (also where there is none). */
export async function dropRules(db: Db, change: Change): Promise<void> {
  await lockFuture(db, change)
  await db
    .deleteFrom('rule_versions')
    .where('region', '=', change.region)
    .where('effective_from', '=', change.from)
    .execute()
}
