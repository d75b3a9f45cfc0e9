/** The periods of a region, as data: its own row, else the default row, else what the product ships with. */
import type { Kysely } from 'kysely'
import * as v from 'valibot'
import { RULES, type RuleSet } from '#domain/cases/clock'
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

export async function rulesOf(db: Kysely<Database>, region: string): Promise<RuleSet> {
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
}
