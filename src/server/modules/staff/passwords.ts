/** Passwords of staff, kept as scrypt hashes only. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

interface ScryptCost {
  N: number
  r: number
  p: number
}
/** 64 MiB a guess (OWASP's first choice for scrypt is 128 MiB at p = 1; its second 64 MiB at p = 2). */
const COST: ScryptCost = { N: 2 ** 16, r: 8, p: 2 }
const KEY_BYTES = 32

const derive = (password: string, salt: Buffer, { N, r, p }: ScryptCost): Promise<Buffer> =>
  promisify<string, Buffer, number, object, Buffer>(scrypt)(password.normalize('NFKC'), salt, KEY_BYTES, {
    N,
    r,
    p,
    maxmem: 256 * N * r,
  })

/** `scrypt$N$r$p$salt$key`, the last two in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = stored.split('$')
  if (scheme !== 'scrypt' || !salt || !key) return false
  const cost = { N: Number(N), r: Number(r), p: Number(p) }
  const derived = await derive(password, Buffer.from(salt, 'base64url'), cost)
  return timingSafeEqual(derived, Buffer.from(key, 'base64url'))
}

/** 100 random bits in letters and digits that are not mistaken for each other, in groups of five. */
export function makePassword(): string {
  const signs = 'abcdefghijkmnpqrstuvwxyz23456789'
  const drawn = Array.from(randomBytes(20), (byte) => signs.charAt(byte & 31)).join('')
  return drawn.match(/.{5}/g)?.join('-') ?? drawn
}
