/** Who asks: a supervisor's phone, proven by a short-lived JWT that its own key signed. */
import type { FastifyRequest } from 'fastify'
import { decodeJwt, importJWK, type JWTPayload, jwtVerify } from 'jose'
import * as v from 'valibot'
import { Id } from '#contract/fields'
import { DEVICE_TOKEN_AUDIENCE, DEVICE_TOKEN_SECONDS } from '#contract/supervisors'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import type { PublicKey } from './tables.ts'

/** Phones' clocks are not ours. */
const TOLERANCE_SECONDS = 60

/**
 * Checks a JWT against a key: ES256, our audience, `iss`, a lifetime of at most five minutes.
 * Throws `unauthenticated`; its details carry the server's time, because a wrong clock is the usual cause.
 */
export async function verifyDeviceToken(
  context: Context,
  token: string,
  key: PublicKey,
  device: string,
): Promise<JWTPayload> {
  const now = context.now()
  try {
    const { payload } = await jwtVerify(token, await importJWK({ ...key }, 'ES256'), {
      algorithms: ['ES256'],
      audience: DEVICE_TOKEN_AUDIENCE,
      issuer: device,
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: now,
      requiredClaims: ['iat', 'exp'],
    })
    const lifetime = (payload.exp ?? 0) - (payload.iat ?? 0)
    if (lifetime <= 0 || lifetime > DEVICE_TOKEN_SECONDS) throw new Error('lives too long')
    if ((payload.iat ?? 0) > now.getTime() / 1000 + TOLERANCE_SECONDS) throw new Error('from the future')
    return payload
  } catch {
    throw unauthenticated(context)
  }
}

const unauthenticated = (context: Context) =>
  new HttpError('unauthenticated', 'the proof of this phone does not hold', {
    serverTime: context.now().toISOString(),
  })

export interface SignedIn {
  device: string
  supervisor: string
  region: string
  employer: string | null
  name: string
}

/** Throws `unauthenticated` or `supervisorRevoked`. */
export async function authenticate(context: Context, request: FastifyRequest): Promise<SignedIn> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.headers.authorization ?? '')?.[1]
  const device = token === undefined ? undefined : issuerOf(token)
  if (token === undefined || device === undefined) throw unauthenticated(context)
  const row = await context.db
    .selectFrom('devices')
    .innerJoin('supervisors', 'supervisors.id', 'devices.supervisor')
    .select(['devices.public_key', 'supervisors.id', 'supervisors.region', 'supervisors.employer'])
    .select(['supervisors.name', 'supervisors.revoked_at'])
    .where('devices.id', '=', device)
    .executeTakeFirst()
  if (!row) throw unauthenticated(context)
  await verifyDeviceToken(context, token, row.public_key, device)
  if (row.revoked_at) throw new HttpError('supervisorRevoked', 'this supervisor was revoked')
  return { device, supervisor: row.id, region: row.region, employer: row.employer, name: row.name }
}

function issuerOf(token: string): string | undefined {
  try {
    const { iss } = decodeJwt(token)
    return v.is(Id, iss) ? iss : undefined
  } catch {
    return undefined
  }
}
