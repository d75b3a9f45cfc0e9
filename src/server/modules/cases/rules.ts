/** The periods of a region, as data: its own row, else the default row, else what the product ships with. */
import type { Kysely } from 'kysely'
import * as v from 'valibot'
import { RULES, type RuleSet } from '#domain/cases/clock'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'

const days = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(366))
const Rules = v.object({
  accept: days,
  enquiry: days,
  suggestion: days,
  complaint: days,
  disclosureReport: days,
  poorRatingFollowUp: days,
  reopenWindowDays: days,
}) satisfies v.GenericSchema<unknown, RuleSet>

/** The region that stands for all that have no rules of their own. */
const EVERYWHERE = '*'

const FRESH_MS = 1_000
const latest = new WeakMap<object, Map<string, { until: number; rules: RuleSet }>>()

/** The rules in force, at most a second behind a change made by another process; read by `db` within a transaction. */
export async function rulesOf(
  context: Pick<Context, 'db'>,
  region: string,
  db: Kysely<Database> = context.db,
): Promise<RuleSet> {
  const cache = latest.get(context.db) ?? new Map<string, { until: number; rules: RuleSet }>()
  latest.set(context.db, cache)
  const known = cache.get(region)
  if (known && known.until > performance.now()) return known.rules
  const rules = await readRules(db, region)
  cache.set(region, { until: performance.now() + FRESH_MS, rules })
  return rules
}

async function readRules(db: Kysely<Database>, region: string): Promise<RuleSet> {
  const rows = await db
    .selectFrom('rule_sets')
    .select(['region', 'rules'])
    .where('region', 'in', [region, EVERYWHERE])
    .execute()
  const row = rows.find((entry) => entry.region === region) ?? rows[0]
  // A period that came with a later version of the product is filled in from it.
  return row ? v.parse(Rules, { ...RULES, ...row.rules }) : RULES
}

/** Puts the shipped periods where an office can change them; what is there stays. */
export async function seedRules(db: Kysely<Database>, now: Date): Promise<void> {
  await db
    .insertInto('rule_sets')
    .values({ region: EVERYWHERE, rules: JSON.stringify(RULES), updated_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function setRules(
  db: Kysely<Database>,
  region: string,
  rules: RuleSet,
  now: Date,
): Promise<void> {
  const values = { rules: JSON.stringify(v.parse(Rules, rules)), updated_at: now }
  await db
    .insertInto('rule_sets')
    .values({ region, ...values })
    .onConflict((conflict) => conflict.column('region').doUpdateSet(values))
    .execute()
  latest.delete(db)
}
