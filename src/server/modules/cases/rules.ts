/**
 * The periods of a region, as data: of its own rule sets the one in force on the day, else of the default ones, else
 * what the product ships with. A rule set holds from its day on; nothing that was due before is counted anew.
 */
import type { Kysely } from 'kysely'
import * as v from 'valibot'
import { RuleSetSchema } from '#contract/desk/clock'
import { RULES, type RuleSet } from '#domain/cases/clock'
import type { CaseEvent } from '#domain/cases/types'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'

type Db = Kysely<Database>

/** The region that stands for all that have no rules of their own. */
export const EVERYWHERE = '*'
/** Before every day that a case could have: what held before rule sets had dates. */
export const FROM_THE_BEGINNING = '0001-01-01'

interface Version {
  from: string
  rules: RuleSet
}
/** Newest first; the region's own, and the default ones. */
interface Versions {
  own: Version[]
  everywhere: Version[]
}

const FRESH_MS = 1_000
const latest = new WeakMap<object, Map<string, { until: number; versions: Versions }>>()

/**
 * The rules in force on the ISO date `day`, today unless said otherwise; at most a second behind a change made by
 * another process; read by `db` within a transaction.
 */
export async function rulesOf(
  context: Pick<Context, 'db' | 'now'>,
  region: string,
  db: Db = context.db,
  day: string = dateInChina(context.now()),
): Promise<RuleSet> {
  const cache = latest.get(context.db) ?? new Map<string, { until: number; versions: Versions }>()
  latest.set(context.db, cache)
  let known = cache.get(region)
  if (!known || known.until <= performance.now()) {
    known = { until: performance.now() + FRESH_MS, versions: await readVersions(db, region) }
    cache.set(region, known)
  }
  return inForce(known.versions, day)
}

/** The rules by which a second look may be asked for: those of the day of the last answer. */
export function rulesOfAnswer(
  context: Pick<Context, 'db' | 'now'>,
  region: string,
  events: readonly CaseEvent[],
  db?: Db,
): Promise<RuleSet> {
  const answer = events.findLast(({ type }) => type === 'answer')
  return rulesOf(context, region, db, answer && dateInChina(answer.at))
}

function inForce({ own, everywhere }: Versions, day: string): RuleSet {
  const holds = ({ from }: Version) => from <= day
  return (own.find(holds) ?? everywhere.find(holds))?.rules ?? RULES
}

async function readVersions(db: Db, region: string): Promise<Versions> {
  const rows = await db
    .selectFrom('rule_versions')
    .select(['region', 'effective_from', 'rules'])
    .where('region', 'in', [region, EVERYWHERE])
    .orderBy('effective_from', 'desc')
    .execute()
  const of = (wanted: string): Version[] =>
    rows
      .filter((row) => row.region === wanted)
      // A period that came with a later version of the product is filled in from it.
      .map((row) => ({
        from: row.effective_from,
        rules: v.parse(RuleSetSchema, { ...RULES, ...row.rules }),
      }))
  return { own: of(region), everywhere: of(EVERYWHERE) }
}

/** Puts the shipped periods where an office can see them; what is there stays. */
export async function seedRules(db: Db, now: Date): Promise<void> {
  await db
    .insertInto('rule_versions')
    .values({
      region: EVERYWHERE,
      effective_from: FROM_THE_BEGINNING,
      rules: JSON.stringify(RULES),
      made_at: now,
      made_by: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Sets what holds in a region from the ISO date `from` on; from the beginning unless said otherwise. */
export async function setRules(
  db: Db,
  region: string,
  rules: RuleSet,
  now: Date,
  from: string = FROM_THE_BEGINNING,
): Promise<void> {
  const values = { rules: JSON.stringify(v.parse(RuleSetSchema, rules)), made_at: now }
  await db
    .insertInto('rule_versions')
    .values({ region, effective_from: from, made_by: null, ...values })
    .onConflict((conflict) =>
      conflict.columns(['region', 'effective_from']).doUpdateSet((eb) => ({
        ...values,
        revision: eb('rule_versions.revision', '+', 1),
      })),
    )
    .execute()
  forgetRules(db)
}

/** What was read is asked for anew; other processes notice within a second. */
export function forgetRules(db: Db): void {
  latest.delete(db)
}
