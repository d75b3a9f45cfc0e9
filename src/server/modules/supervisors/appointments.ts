/** Appointing supervisors, and the one-time code with which a phone enrols. */
import { createHash, randomBytes } from 'node:crypto'
import type { EnrolRequest, EnrolResponse } from '#contract/supervisors'
import { CODE_RANDOM_BYTES, parseReceiptCode, receiptCode, receiptSymbols } from '#domain/receipts/code'
import { ID_RANDOM_BYTES, uuidv7 } from '#domain/receipts/id'
import type { InferOutput } from 'valibot'
import type { Context } from '../../context.ts'
import { isUniqueViolation } from '../../db/failures.ts'
import { inTransaction } from '../../db/transaction.ts'
import { HttpError } from '../../http/errors.ts'
import { verifyDeviceToken } from './auth.ts'

export const APPOINTMENT_DAYS = 14
const DAY = 86_400_000

/** Only this is stored. The code has 75 random bits, so a plain hash cannot be searched through. */
const hashOf = (code: string): string =>
  createHash('sha256').update(receiptSymbols(code), 'ascii').digest('hex')

export interface Appointment {
  supervisor: string
  /** shown once */
  code: string
  expiresAt: Date
}

/** Appoints a supervisor of a region. `employer` is the department they work for, whose counters they never inspect. */
export async function appointSupervisor(
  context: Context,
  { region, name, employer }: { region: string; name: string; employer?: string },
): Promise<Appointment> {
  const now = context.now()
  const supervisor = newId(now)
  return inTransaction(context.db, async (db) => {
    await db
      .insertInto('supervisors')
      .values({ id: supervisor, region, name, employer: employer ?? null, appointed_at: now })
      .execute()
    return issueCode({ ...context, db }, supervisor)
  })
}

/** Another code for a supervisor, whose phone was lost for example. Codes not used yet lose their force. */
export async function issueCode(context: Context, supervisor: string): Promise<Appointment> {
  const now = context.now()
  const code = receiptCode(randomBytes(CODE_RANDOM_BYTES))
  const expiresAt = new Date(now.getTime() + APPOINTMENT_DAYS * DAY)
  await context.db
    .deleteFrom('appointments')
    .where('supervisor', '=', supervisor)
    .where('used_at', 'is', null)
    .execute()
  await context.db
    .insertInto('appointments')
    .values({ code_hash: hashOf(code), supervisor, created_at: now, expires_at: expiresAt })
    .execute()
  return { supervisor, code, expiresAt }
}

export const newId = (now: Date): string => uuidv7(now.getTime(), randomBytes(ID_RANDOM_BYTES))

/**
 * Uses up the code and keeps the phone's public key. The same phone asking again with the same code and key (its
 * answer was lost on the way) is told the same. Throws `unknownEnrolment`, `unauthenticated`, `supervisorRevoked`, `conflict`.
 */
export async function enrol(
  context: Context,
  request: InferOutput<typeof EnrolRequest>,
): Promise<EnrolResponse> {
  const unknown = () =>
    new HttpError('unknownEnrolment', 'this appointment code is not valid, was used, or has expired')
  const code = parseReceiptCode(request.code)
  if (code === undefined) throw unknown()
  const { code: claimed } = await verifyDeviceToken(context, request.proof, request.publicKey, request.device)
  if (claimed !== request.code) throw new HttpError('unauthenticated', 'the proof is not bound to this code')

  const now = context.now()
  return context.db.transaction().execute(async (db) => {
    const row = await db
      .selectFrom('appointments')
      .innerJoin('supervisors', 'supervisors.id', 'appointments.supervisor')
      .select(['supervisors.id', 'supervisors.name', 'supervisors.region', 'supervisors.revoked_at'])
      .select(['appointments.expires_at', 'appointments.used_at'])
      .where('code_hash', '=', hashOf(code))
      .forUpdate('appointments')
      .executeTakeFirst()
    if (!row) throw unknown()
    const answer = { supervisor: row.id, name: row.name, region: row.region, serverTime: now.toISOString() }
    if (row.used_at) {
      if (await isSamePhone({ ...context, db }, row.id, request)) return answer
      throw unknown()
    }
    if (row.expires_at <= now) throw unknown()
    if (row.revoked_at) throw new HttpError('supervisorRevoked', 'this supervisor was revoked')
    try {
      await db
        .insertInto('devices')
        .values({
          id: request.device,
          supervisor: row.id,
          public_key: JSON.stringify(request.publicKey),
          enrolled_at: now,
        })
        .execute()
    } catch (error) {
      if (isUniqueViolation(error)) throw new HttpError('conflict', 'this phone is enrolled already')
      throw error
    }
    await db.updateTable('appointments').set({ used_at: now }).where('code_hash', '=', hashOf(code)).execute()
    return answer
  })
}

async function isSamePhone(
  { db }: Context,
  supervisor: string,
  { device, publicKey }: InferOutput<typeof EnrolRequest>,
): Promise<boolean> {
  const known = await db
    .selectFrom('devices')
    .select('public_key')
    .where('id', '=', device)
    .where('supervisor', '=', supervisor)
    .executeTakeFirst()
  return known?.public_key.x === publicKey.x && known.public_key.y === publicKey.y
}

/** From now on nothing of theirs is taken in. Says whether there was such a supervisor in office. */
export async function revokeSupervisor({ db, now }: Context, supervisor: string): Promise<boolean> {
  const at = now()
  const { numUpdatedRows } = await db
    .updateTable('supervisors')
    .set({ revoked_at: at })
    .where('id', '=', supervisor)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  await db
    .deleteFrom('appointments')
    .where('supervisor', '=', supervisor)
    .where('used_at', 'is', null)
    .execute()
  return numUpdatedRows > 0n
}
