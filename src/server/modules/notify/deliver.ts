/**
 * Takes what is due to be sent, sends it, and forgets it. A delivery is taken by putting it off for a while (`FOR
 * UPDATE SKIP LOCKED`), so that no transaction waits for a push service, no two processes send the same, and what a
 * process that died had in hand is taken up by another.
 */
import { type Kysely, sql } from 'kysely'
import type { NoticeKind } from '#domain/notices/kinds'
import { quietFor, type QuietHours } from '#domain/notices/quiet-hours'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { type Sent, sendPush } from './send.ts'
import type { NoticeDetails } from './tables.ts'
import { pushMessage } from './words.ts'

type Db = Kysely<Database>

const AT_ONCE = 20
/** longer than any one send may take */
const IN_HAND_MS = 60_000
/** after this many tries, the last about a day after the first, it is given up */
const ATTEMPTS = 8
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 12 * 3_600_000

interface Delivery {
  notice: string
  subscription: string
  attempts: number
  kind: NoticeKind
  details: NoticeDetails
  endpoint: string
  p256dh: string
  auth: string
  locale: 'zh' | 'en'
  quiet: QuietHours | null
}

/** Sends everything that is due; says how many arrived. */
export async function deliverPushes(context: Context): Promise<number> {
  let sent = 0
  for (;;) {
    const taken = await take(context.db, context.now())
    const results = await Promise.all(taken.map((one) => deliver(context, one)))
    sent += results.filter((result) => result === 'sent').length
    if (taken.length < AT_ONCE) return sent
  }
}

async function take(db: Db, now: Date): Promise<Delivery[]> {
  const { rows } = await sql<Delivery>`
    with taken as (
      update push_deliveries set not_before = ${new Date(now.getTime() + IN_HAND_MS)}
      where (notice, subscription) in (
        select notice, subscription from push_deliveries where not_before <= ${now}
        order by not_before limit ${AT_ONCE} for update skip locked)
      returning notice, subscription, attempts)
    select t.*, n.kind, n.details, s.endpoint, s.p256dh, s.auth, s.locale, s.quiet
    from taken t join notices n on n.id = t.notice join push_subscriptions s on s.id = t.subscription`.execute(
    db,
  )
  return rows
}

async function deliver(context: Context, one: Delivery): Promise<Sent | 'quiet'> {
  const { db } = context
  const now = context.now().getTime()
  const quiet = quietFor(now, one.quiet)
  if (quiet > 0) {
    await putOff(db, one, now + quiet, one.attempts)
    return 'quiet'
  }
  const sent = await sendPush(context, one, pushMessage(one.kind, one.details, one.locale))
  if (sent === 'gone') {
    // Of every owner: the device is no longer there for any of them. Its deliveries go with it.
    await db.deleteFrom('push_subscriptions').where('endpoint', '=', one.endpoint).execute()
  } else if (typeof sent === 'string' || one.attempts + 1 >= ATTEMPTS) {
    await db
      .deleteFrom('push_deliveries')
      .where('notice', '=', one.notice)
      .where('subscription', '=', one.subscription)
      .execute()
    if (sent !== 'sent') context.log.warn({ kind: one.kind, attempts: one.attempts + 1 }, 'push given up')
  } else {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 4 ** one.attempts)
    await putOff(db, one, now + Math.max(wait, Math.min(sent.later ?? 0, LONGEST_WAIT_MS)), one.attempts + 1)
  }
  return sent
}

async function putOff(
  db: Db,
  { notice, subscription }: Delivery,
  until: number,
  attempts: number,
): Promise<void> {
  await db
    .updateTable('push_deliveries')
    .set({ not_before: new Date(until), attempts })
    .where('notice', '=', notice)
    .where('subscription', '=', subscription)
    .execute()
}
