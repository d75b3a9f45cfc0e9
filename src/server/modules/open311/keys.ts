/** API keys of Open311 clients: 160 random bits, shown once, kept as a plain hash. */
import { createHash, randomBytes } from 'node:crypto'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'

const hashOf = (key: string): string => createHash('sha256').update(key, 'utf8').digest('hex')

export async function issueOpen311Key(
  context: Context,
  client: { name: string; region: string },
): Promise<string> {
  const key = randomBytes(20).toString('base64url')
  await context.db
    .insertInto('open311_keys')
    .values({ key_hash: hashOf(key), ...client, created_at: context.now() })
    .execute()
  return key
}

/** Throws `forbidden` (which GeoReport asks to be 403) unless the key may file in the region. */
export async function checkOpen311Key(
  { db }: Context,
  key: string | undefined,
  region: string,
): Promise<void> {
  const row =
    key === undefined
      ? undefined
      : await db
          .selectFrom('open311_keys')
          .select('region')
          .where('key_hash', '=', hashOf(key))
          .where('revoked_at', 'is', null)
          .executeTakeFirst()
  if (row?.region !== region) throw new HttpError('forbidden', 'api_key was missing or does not belong here')
}
