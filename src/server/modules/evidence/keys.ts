/**
 * The key by which this server signs what it has received: ES256, made at the first start. Its private half lies with
 * the installation's other secrets and is destroyed when the key is retired; the public ones are kept for good.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { EvidenceKeys } from '#contract/inspections'
import { thumbprint } from '#domain/inspections/evidence-open'
import { type SealType, signingInput } from '#domain/inspections/jws'
import type { Database } from '../../db/schema.ts'
import { inTransaction } from '../../db/transaction.ts'
import { EVIDENCE_PORTS } from '../inspections/evidence-ports.ts'

type Db = Kysely<Database>

/** name of the private half among the secrets */
const secretOf = (id: string) => `evidence ${id}`

/** Private halves read before, by the key's id; a retired one is never asked for again. */
const read = new Map<string, KeyObject>()

/** Makes the key where none signs. Several processes that come at once get the same one. */
export async function ensureSigningKey(db: Db, now: Date): Promise<void> {
  if (await currentId(db)) return
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const key = { kty: 'EC', crv: 'P-256', x, y } as const
  const id = await thumbprint(key, EVIDENCE_PORTS.sha256)
  await inTransaction(db, async (tx) => {
    const made = await tx
      .insertInto('signing_keys')
      .values({ id, public_key: JSON.stringify(key), made_at: now, retired_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) return
    const value = privateKey.export({ format: 'der', type: 'pkcs8' })
    await tx
      .insertInto('secrets')
      .values({ name: secretOf(id), value })
      .execute()
  })
}

const currentId = (db: Db) =>
  db.selectFrom('signing_keys').select('id').where('retired_at', 'is', null).executeTakeFirst()

/** Signs as the key `id`, in compact form. */
export async function signWith(
  db: Db,
  id: string,
  said: Parameters<typeof signingInput>[0],
  type: SealType,
): Promise<string> {
  const input = signingInput(said, id, type)
  const key = read.get(id) ?? (await readPrivate(db, id))
  const signature = sign('sha256', Buffer.from(input, 'ascii'), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

async function readPrivate(db: Db, id: string): Promise<KeyObject> {
  const { value } = await db
    .selectFrom('secrets')
    .select('value')
    .where('name', '=', secretOf(id))
    .executeTakeFirstOrThrow()
  const key = createPrivateKey({ key: value, format: 'der', type: 'pkcs8' })
  read.set(id, key)
  return key
}

/**
 * Retires the key that signs, destroys its private half and makes another. Waits for what is being signed with it; what
 * comes after is signed with the new one, in every process.
 */
export async function rotateSigningKey(db: Db, clock: () => Date): Promise<string> {
  return inTransaction(db, async (tx) => {
    const old = await tx
      .selectFrom('signing_keys')
      .select('id')
      .where('retired_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    const now = clock()
    if (old) {
      await tx.updateTable('signing_keys').set({ retired_at: now }).where('id', '=', old.id).execute()
      await tx.deleteFrom('secrets').where('name', '=', secretOf(old.id)).execute()
      read.delete(old.id)
    }
    await ensureSigningKey(tx, now)
    const { id } = await tx
      .selectFrom('signing_keys')
      .select('id')
      .where('retired_at', 'is', null)
      .executeTakeFirstOrThrow()
    return id
  })
}

/** Every key there was, the one that signs first. */
export async function publishedKeys(db: Db): Promise<EvidenceKeys['keys']> {
  const rows = await db.selectFrom('signing_keys').selectAll().orderBy('made_at', 'desc').execute()
  return rows
    .sort((a, b) => Number(a.retired_at !== null) - Number(b.retired_at !== null))
    .map(({ id, public_key, made_at, retired_at }) => ({
      id,
      publicKey: public_key,
      madeAt: made_at.toISOString(),
      ...(retired_at && { retiredAt: retired_at.toISOString() }),
    }))
}
