/** Which devices want to be told of what. */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { PushDevice, PushWishes } from '#contract/push'
import type { Audience } from '#domain/notices/kinds'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { HttpError } from '../../http/errors.ts'
import { newId } from '../supervisors/appointments.ts'
import { checkEndpoint } from './addresses.ts'

type Db = Kysely<Database>

/** Devices of one owner: a citizen's family, a member of staff's desk and telephone, and some to spare. */
const MOST_DEVICES = 10

interface Owner {
  audience: Audience
  owner: string
}

/** Tells this device from now on; again changes what it wishes. Throws `invalid` for an address we do not send to. */
export async function subscribe(
  { config }: Pick<Context, 'config'>,
  db: Db,
  { audience, owner }: Owner,
  { target, locale, quiet }: PushWishes,
  now: Date,
): Promise<void> {
  if (!config.push.anywhere) checkEndpoint(target.endpoint)
  const wishes = {
    p256dh: target.keys.p256dh,
    auth: target.keys.auth,
    locale,
    quiet: quiet === null ? null : JSON.stringify(quiet),
  }
  await db
    .insertInto('push_subscriptions')
    .values({ id: newId(now), audience, owner, endpoint: target.endpoint, ...wishes, created_at: now })
    .onConflict((conflict) => conflict.columns(['audience', 'owner', 'endpoint']).doUpdateSet(wishes))
    .execute()
  const { count } = await db
    .selectFrom('push_subscriptions')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('audience', '=', audience)
    .where('owner', '=', owner)
    .executeTakeFirstOrThrow()
  if (count > MOST_DEVICES)
    throw new HttpError('conflict', 'too many devices are told of this already', { most: MOST_DEVICES })
}

/** Whoever knows an endpoint holds the device: it is no longer told, of anything of this owner or (without one) at all. */
export async function unsubscribe(db: Db, endpoint: string, of?: Owner): Promise<void> {
  let query = db.deleteFrom('push_subscriptions').where('endpoint', '=', endpoint)
  if (of) query = query.where('audience', '=', of.audience).where('owner', '=', of.owner)
  await query.execute()
}

export async function devicesOf(db: Db, { audience, owner }: Owner): Promise<PushDevice[]> {
  const rows = await db
    .selectFrom('push_subscriptions')
    .select(['endpoint', 'quiet', 'created_at'])
    .where('audience', '=', audience)
    .where('owner', '=', owner)
    .orderBy('created_at')
    .execute()
  return rows.map(({ endpoint, quiet, created_at }) => ({
    fingerprint: createHash('sha256').update(endpoint).digest('hex'),
    service: new URL(endpoint).hostname,
    quiet,
    since: created_at.toISOString(),
  }))
}
