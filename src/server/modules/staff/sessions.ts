/** Sessions of staff: a random cookie, its hash in the database, an idle and an absolute end. */
import { createHash, randomBytes } from 'node:crypto'
import type { StaffMember } from '#domain/staff/roles'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { hashPassword, passwordMatches } from './passwords.ts'

/** A working day; OWASP's session cheat sheet asks for an absolute end beside the idle one. */
const LIFE_MS = 12 * 3_600_000
const IDLE_MS = 2 * 3_600_000
/** `seen_at` is written at most once a minute. */
const SEEN_MS = 60_000
/** From this many wrong passwords on, each costs a wait that doubles, up to a quarter of an hour. */
const FREE_FAILURES = 5
const LONGEST_WAIT_MS = 15 * 60_000

/** Each guess takes 64 MiB: no more than two at a time, and a queue that ends. */
const AT_ONCE = 2
const MOST_WAITING = 20
let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING)
      throw new HttpError('unavailable', 'too many sign-ins at once: try again later')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

const tokenHash = (token: string): string => createHash('sha256').update(token, 'ascii').digest('hex')

/** So that an unknown login takes as long as a wrong password. */
let nobody: Promise<string> | undefined

/** Opens a session; its token is for the cookie only. Throws `unauthenticated`, whatever was wrong, or `tooManyRequests`. */
export async function signIn(
  context: Context,
  login: string,
  password: string,
): Promise<{ token: string; staff: StaffMember }> {
  const { db } = context
  const row = await db.selectFrom('staff').selectAll().where('login', '=', login).executeTakeFirst()
  const now = context.now()
  if (row?.not_before && row.not_before > now)
    throw new HttpError('tooManyRequests', 'too many wrong passwords: wait', {
      retryAfterSeconds: Math.ceil((row.not_before.getTime() - now.getTime()) / 1000),
    })
  const stored = row?.password ?? (await (nobody ??= hashPassword(randomBytes(16).toString('hex'))))
  const right = await inTurn(() => passwordMatches(password, stored))
  if (!row || !right || row.disabled_at) {
    if (row) await countFailure(context, row.id, row.failures + 1, now)
    throw new HttpError('unauthenticated', 'login or password is wrong')
  }
  await db.updateTable('staff').set({ failures: 0, not_before: null }).where('id', '=', row.id).execute()
  const token = randomBytes(32).toString('base64url')
  await db.deleteFrom('sessions').where('expires_at', '<', now).execute()
  await db
    .insertInto('sessions')
    .values({
      token_hash: tokenHash(token),
      staff: row.id,
      created_at: now,
      seen_at: now,
      expires_at: new Date(now.getTime() + LIFE_MS),
    })
    .execute()
  const { id, name, role, region, department, head } = row
  return { token, staff: { id, login, name, role, region, department, head } }
}

async function countFailure({ db }: Context, id: string, failures: number, now: Date): Promise<void> {
  const wait =
    failures < FREE_FAILURES ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (failures - FREE_FAILURES))
  await db
    .updateTable('staff')
    .set({ failures, not_before: wait === 0 ? null : new Date(now.getTime() + wait) })
    .where('id', '=', id)
    .execute()
}

/** Whose session it is; throws `unauthenticated` for none, an ended one, or a disabled account. */
export async function sessionOf(context: Context, token: string | undefined): Promise<StaffMember> {
  const now = context.now()
  const row =
    token === undefined
      ? undefined
      : await context.db
          .selectFrom('sessions')
          .innerJoin('staff', 'staff.id', 'sessions.staff')
          .select(['staff.id', 'staff.login', 'staff.name', 'staff.role', 'staff.region', 'staff.department'])
          .select(['staff.head', 'sessions.token_hash', 'sessions.seen_at'])
          .where('token_hash', '=', tokenHash(token))
          .where('expires_at', '>', now)
          .where('seen_at', '>', new Date(now.getTime() - IDLE_MS))
          .where('disabled_at', 'is', null)
          .executeTakeFirst()
  if (!row) throw new HttpError('unauthenticated', 'sign in first')
  const { token_hash, seen_at, ...staff } = row
  if (now.getTime() - seen_at.getTime() > SEEN_MS)
    await context.db
      .updateTable('sessions')
      .set({ seen_at: now })
      .where('token_hash', '=', token_hash)
      .execute()
  return staff
}

export async function signOut({ db }: Context, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', tokenHash(token)).execute()
}

/** Sets a new password and ends every session but the one that asks. Throws `forbidden` where the current one is wrong. */
export async function changePassword(
  context: Context,
  { staff, token, current, next }: { staff: string; token: string; current: string; next: string },
): Promise<void> {
  const { password } = await context.db
    .selectFrom('staff')
    .select('password')
    .where('id', '=', staff)
    .executeTakeFirstOrThrow()
  if (!(await inTurn(() => passwordMatches(current, password))))
    throw new HttpError('forbidden', 'the current password is wrong')
  const hashed = await inTurn(() => hashPassword(next))
  await context.db.updateTable('staff').set({ password: hashed }).where('id', '=', staff).execute()
  await context.db
    .deleteFrom('sessions')
    .where('staff', '=', staff)
    .where('token_hash', '!=', tokenHash(token))
    .execute()
}
