/** VAPID (RFC 8292): by which push services know who sends, and browsers tie a subscription to this server alone. */
import { createECDH, createHash } from 'node:crypto'
import type { Context } from '../../context.ts'
import { secret } from '../../db/secrets.ts'

export interface VapidKeys {
  /** both in base64url; the public one uncompressed */
  publicKey: string
  privateKey: string
}

const made = new WeakMap<Buffer, VapidKeys>()

/** The installation's pair, from its secret `vapid`: made at the first start, the same in every process. */
export async function vapidKeys({ db }: Pick<Context, 'db'>): Promise<VapidKeys> {
  const seed = await secret(db, 'vapid')
  const keys = made.get(seed) ?? pairOf(seed)
  made.set(seed, keys)
  return keys
}

/** One in 2³² seeds is no private key of P-256; then its hash is tried. */
function pairOf(seed: Buffer): VapidKeys {
  const ecdh = createECDH('prime256v1')
  try {
    ecdh.setPrivateKey(seed)
  } catch {
    return pairOf(createHash('sha256').update(seed).digest())
  }
  return {
    publicKey: ecdh.getPublicKey('base64url'),
    privateKey: ecdh.getPrivateKey('base64url'),
  }
}
