/** The audit trail: one hash chain a region, appended to in the transaction of what it tells of. */
import { type Kysely, sql } from 'kysely'
import type { AuditEntry } from '#contract/desk/audit'
import { canonicalJson } from '#domain/inspections/canonical'
import type { Database } from '../../db/schema.ts'
import { inTransaction } from '../../db/transaction.ts'
import { sha256Hex } from '../inspections/signature.ts'

const NOTHING_BEFORE = '0'.repeat(64)

/** What an entry tells; the place in the chain is given to it here. */
export type Told = Pick<AuditEntry, 'actor' | 'action'> &
  Partial<Pick<AuditEntry, 'target' | 'details'>> & { region: string; at: Date }

export const hashOf = (entry: AuditEntry): string => sha256Hex(canonicalJson(entry))

/** Appends; entries of one region wait for each other, so that each names the one before it. */
export async function audit(
  db: Kysely<Database>,
  { at, region, actor, action, target, details }: Told,
): Promise<void> {
  await inTransaction(db, async (within) => {
    await sql`select pg_advisory_xact_lock(7300010, hashtext(${region}))`.execute(within)
    const last = await within
      .selectFrom('audit_entries')
      .select(['seq', 'hash'])
      .where('region', '=', region)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    const entry: AuditEntry = {
      seq: (last?.seq ?? 0) + 1,
      region,
      at: at.toISOString(),
      actor,
      action,
      target: target ?? {},
      details: details ?? {},
      previous: last?.hash ?? NOTHING_BEFORE,
    }
    await within
      .insertInto('audit_entries')
      .values({ region, seq: entry.seq, entry: JSON.stringify(entry), hash: hashOf(entry) })
      .execute()
  })
}

/** The first entry (by its number) that does not fit what stands before it or its own hash; null when all hold. */
export function firstBroken(entries: readonly { entry: AuditEntry; hash: string }[]): number | null {
  let previous = NOTHING_BEFORE
  for (const [index, { entry, hash }] of entries.entries()) {
    if (entry.seq !== index + 1 || entry.previous !== previous || hashOf(entry) !== hash) return index + 1
    previous = hash
  }
  return null
}
