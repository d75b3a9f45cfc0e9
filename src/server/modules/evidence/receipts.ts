/** 收件回执: given in the transaction that takes something in, once, and never changed. */
import { type Kysely, sql } from 'kysely'
import { type EvidenceReceipt, RECEIPT_JWS_TYPE } from '#domain/inspections/receipt'
import type { Database } from '../../db/schema.ts'
import { sha256Hex } from '../inspections/signature.ts'
import { ensureSigningKey, signWith } from './keys.ts'

type Db = Kysely<Database>

/** What is taken in; `hash` is that of its sealed JWS. */
export type TakenIn = Pick<EvidenceReceipt, 'of' | 'id' | 'device' | 'sequence' | 'inspection' | 'hash'>

interface Standing {
  key: string
  number: number | null
  jws: string | null
}

/** The key that signs, held so that it is not retired meanwhile, and the phone's newest receipt. */
async function standing(db: Db, device: string): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select k.id as key, r.number, r.jws from signing_keys k
    left join lateral (
      select number, jws from evidence_receipts where device = ${device} order by number desc limit 1) r on true
    where k.retired_at is null for share of k`.execute(db)
  return rows[0]
}

/** Signs for it. The caller holds the phone's row locked, so that its receipts come one after the other. */
export async function giveReceipt(db: Db, taken: TakenIn, now: Date): Promise<void> {
  let last = await standing(db, taken.device)
  if (!last) {
    // The first ever, or the key was changed this very moment.
    await ensureSigningKey(db, now)
    last = await standing(db, taken.device)
  }
  if (!last) throw new Error('there is no key to sign with')
  const { key, number, jws: previous } = last
  const receipt: EvidenceReceipt = {
    ...taken,
    receivedAt: now.toISOString(),
    number: (number ?? 0) + 1,
    ...(previous !== null && { previous: sha256Hex(previous) }),
  }
  const jws = await signWith(db, key, receipt, RECEIPT_JWS_TYPE)
  await db
    .insertInto('evidence_receipts')
    .values({ device: taken.device, number: receipt.number, kind: taken.of, record: taken.id, key, jws })
    .execute()
}

/** How many a phone is given at once. */
const AT_ONCE = 500

/** A phone's own, those after the number `after`, in their order. */
export async function receiptsAfter(db: Db, device: string, after: number): Promise<string[]> {
  const rows = await db
    .selectFrom('evidence_receipts')
    .select('jws')
    .where('device', '=', device)
    .where('number', '>', after)
    .orderBy('number')
    .limit(AT_ONCE)
    .execute()
  return rows.map(({ jws }) => jws)
}
