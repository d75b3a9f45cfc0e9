/** What the environment decides. Parsed once, at start; a bad value is a sentence, not a stack. */
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { projectRoot } from './home.ts'

export interface Config {
  port: number
  host: string
  /** absolute; holds the embedded database and its secrets */
  dataDir: string
  /** any PostgreSQL instead of the embedded one */
  databaseUrl?: string
  /** whether the sample district is loaded when no sample region exists yet */
  sample: boolean
  /** whose `X-Forwarded-For` is believed: nobody, everybody, a number of hops, or addresses */
  trustProxy: boolean | number | string
  logLevel: string
  /** how the outside reaches this server; https here turns on HSTS */
  publicUrl?: string
  /** folder of the built app */
  appDir: string
  limits: Limits
  push: Push
}

/** Web Push. */
export interface Push {
  /** how a push service reaches whoever runs this server: `mailto:` or `https:` (RFC 8292); else the public address */
  contact?: string
  /** sends to any address, plain and private ones too: for tests alone, no environment sets it */
  anywhere: boolean
}

/** Requests a minute from one address (an IPv6 /64 counts as one). */
export interface Limits {
  everything: number
  /** of receipt look-ups and of appointment codes tried, where guessing must not pay */
  secrets: number
}
export const LIMITS: Limits = { everything: 3000, secrets: 20 }

export class ConfigError extends Error {
  override name = 'ConfigError'
}

const TrustProxy = v.pipe(
  v.string(),
  v.transform((text): boolean | number | string => {
    if (['', '0', 'false', 'no'].includes(text)) return false
    if (['true', 'yes'].includes(text)) return true
    return /^\d+$/.test(text) ? Number(text) : text
  }),
)

const Environment = v.object({
  PORT: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d+$/, 'PORT must be a number'),
      v.transform(Number),
      v.maxValue(65_535, 'PORT must be at most 65535'),
    ),
    '8080',
  ),
  HOST: v.optional(v.pipe(v.string(), v.minLength(1, 'HOST must not be empty')), '127.0.0.1'),
  DATA_DIR: v.optional(v.pipe(v.string(), v.minLength(1, 'DATA_DIR must not be empty')), './data'),
  DATABASE_URL: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must begin with postgres:// or postgresql://'),
    ),
  ),
  SAMPLE: v.optional(
    v.pipe(
      v.picklist(['0', '1', 'true', 'false', ''], 'SAMPLE must be 0 or 1'),
      v.transform((text) => text !== '0' && text !== 'false'),
    ),
    '1',
  ),
  TRUST_PROXY: v.optional(TrustProxy, '0'),
  LOG_LEVEL: v.optional(
    v.picklist(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
    ),
    'info',
  ),
  APP_DIR: v.optional(v.pipe(v.string(), v.minLength(1, 'APP_DIR must not be empty'))),
  PUSH_CONTACT: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(mailto:\S+@\S+|https:\/\/\S+)$/, 'PUSH_CONTACT must begin with mailto: or https://'),
    ),
  ),
  PUBLIC_URL: v.optional(v.pipe(v.string(), v.url('PUBLIC_URL must be an address like https://example.org'))),
})

/** Reads the configuration from `environment`; throws a `ConfigError` that names every bad variable. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) => value !== undefined && !(name === 'DATABASE_URL' && value === ''),
    ),
  )
  const parsed = v.safeParse(Environment, present)
  if (!parsed.success) throw new ConfigError(parsed.issues.map((issue) => issue.message).join('; '))
  const env = parsed.output
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: resolve(env.DATA_DIR),
    ...(env.DATABASE_URL === undefined ? {} : { databaseUrl: env.DATABASE_URL }),
    sample: env.SAMPLE,
    trustProxy: env.TRUST_PROXY,
    logLevel: env.LOG_LEVEL,
    ...(env.PUBLIC_URL === undefined ? {} : { publicUrl: env.PUBLIC_URL }),
    appDir: env.APP_DIR === undefined ? join(projectRoot(), 'dist', 'app') : resolve(env.APP_DIR),
    limits: LIMITS,
    push: { anywhere: false, ...(env.PUSH_CONTACT === undefined ? {} : { contact: env.PUSH_CONTACT }) },
  }
}
