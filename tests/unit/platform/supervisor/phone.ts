/** A phone with the real desk and the real database, before a small server that keeps to the contract. */
import { readFile } from 'node:fs/promises'
import 'fake-indexeddb/auto'
import { importJWK, jwtVerify } from 'jose'
import { routes } from '#contract/routes'
import { OWN_RECEIPTS, type OutcomeList } from '#contract/supervisors'
import { uuidv7 } from '#domain/receipts/id'
import type { Answers } from '#domain/inspections/types'
import type { InspectionDraft } from '#domain/inspections/record'
import { createChanges, type Changes } from '#platform/changes'
import { createDatabase, type Database } from '#platform/db'
import { createFiling } from '#platform/filing'
import { createSupervisorDesk } from '#platform/supervisor/desk'
import { createServerClock } from '#platform/supervisor/server-clock'
import { TransportError, type Transport, type TransportRequest } from '#sync/ports'
import type { Filing, SupervisorDesk } from '#sync/services'

export const CODE = 'AAAA-BBBB-CCCC-DDDD'
export const PIN = '246810'
export const VISIT = {
  id: uuidv7(1, new Uint8Array(16)),
  region: '000000',
  venue: 'hall',
  venueName: '示例大厅',
  kind: 'covert' as const,
  items: ['A1', 'A2', 'A3'],
  from: '2026-11-23',
  until: '2026-12-07',
  status: 'open' as const,
}

interface Enrolled {
  device: string
  publicKey: JsonWebKey
}

/** Checks tokens as the real server does, with the same library. */
export function office() {
  const devices = new Map<string, Enrolled>()
  const state = {
    clock: Date.parse('2026-11-23T06:30:00Z'),
    used: '',
    loseNextAnswer: false,
    requests: 0,
    outcomes: [] as OutcomeList['outcomes'],
    /** those of each device; absent where the server gives none yet */
    receipts: undefined as Record<string, string[]> | undefined,
    /** numbers after which receipts were asked for */
    askedAfter: [] as number[],
    /** requests to be told, or no longer */
    push: [] as [path: string, body: unknown][],
    down: false,
  }
  const told = () => new Date(state.clock).toISOString()
  const json = (status: number, body: object) => ({
    status,
    contentType: 'application/json',
    body: JSON.stringify(body),
  })
  const claims = async (token: string, key: JsonWebKey) =>
    (
      await jwtVerify(token, await importJWK({ ...key } as never, 'ES256'), {
        audience: 'mingcha',
        currentDate: new Date(state.clock),
        clockTolerance: 60,
      })
    ).payload
  const transport: Transport = {
    async send(request: TransportRequest) {
      state.requests++
      if (state.down) throw new TransportError('network', 'no line')
      const refused = (code: string, status: number) =>
        json(status, { code, message: code, details: { serverTime: told() } })
      if (request.path.endsWith('/enrol')) {
        const body = JSON.parse(String(request.body)) as Enrolled & { code: string; proof: string }
        try {
          const { code, iss } = await claims(body.proof, body.publicKey)
          if (code !== body.code || iss !== body.device) return refused('unauthenticated', 401)
        } catch {
          return refused('unauthenticated', 401)
        }
        const again = devices.get(body.device)
        if (body.code !== CODE || (state.used && !again)) return refused('unknownEnrolment', 404)
        state.used = body.code
        devices.set(body.device, body)
        if (state.loseNextAnswer) {
          state.loseNextAnswer = false
          throw new Error('the line broke')
        }
        const supervisor = uuidv7(2, new Uint8Array(16))
        return json(200, { supervisor, name: '监督员 07', region: '000000', serverTime: told() })
      }
      const token = request.headers?.authorization?.replace('Bearer ', '') ?? ''
      const issuer = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
        iss: string
      }
      try {
        await claims(token, devices.get(issuer.iss)?.publicKey ?? {})
      } catch {
        return refused('unauthenticated', 401)
      }
      if (request.path.includes('/push')) {
        state.push.push([request.path, JSON.parse(String(request.body))])
        return json(200, { done: true })
      }
      if (request.path.startsWith(OWN_RECEIPTS)) {
        if (!state.receipts) return refused('notFound', 404)
        const after = Number(new URL(request.path, 'http://office').searchParams.get('after'))
        state.askedAfter.push(after)
        return json(200, { receipts: (state.receipts[issuer.iss] ?? []).slice(after) })
      }
      if (request.path === routes.outcomes())
        return json(200, { serverTime: told(), outcomes: state.outcomes })
      return json(200, { serverTime: told(), visits: [VISIT] })
    },
  }
  return { transport, devices, state }
}

export interface Phone {
  database: Database
  filing: Pick<Filing, 'get' | 'list' | 'remove' | 'retry' | 'onChange'>
  changes: Changes
  desk: SupervisorDesk
  /** another tab of the same phone */
  tab(): SupervisorDesk
  clock: { now: number; monotonic: number }
  pass(ms: number): void
}

let phones = 0
export function phone(transport: Transport, now = Date.parse('2026-11-23T06:30:00Z')): Phone {
  const name = `phone-${++phones}`
  const database = createDatabase(name)
  const clock = { now, monotonic: 1000 }
  let seed = 0
  const changes = createChanges(name)
  const filing = createFiling({
    database,
    transport,
    changes,
    now: () => clock.now,
    gone: new Set<string>(),
    saved: () => undefined,
  })
  const tab = (): SupervisorDesk => {
    return createSupervisorDesk({
      database,
      transport,
      changes,
      now: () => clock.now,
      serverClock: createServerClock(() => clock.monotonic),
      newId: () =>
        uuidv7(
          clock.now,
          Uint8Array.from({ length: 16 }, () => ++seed % 256),
        ),
      shrink: async (file) => ({ bytes: await file.arrayBuffer(), type: 'image/jpeg' }),
      filed: (id) => filing.get(id),
      saved: () => undefined,
      geolocation: undefined,
      pinIterations: 1000,
      // The app's own files, from where they lie: the address has the path from the repository's root at its end.
      fetch: async ({ pathname }) =>
        new Response(await readFile(`.${pathname.slice(pathname.indexOf('/src/'))}`)),
    })
  }
  return {
    database,
    filing: { ...filing, onChange: (listener) => changes.on('outbox', listener) },
    changes,
    desk: tab(),
    tab,
    clock,
    pass(ms) {
      clock.now += ms
      clock.monotonic += ms
    },
  }
}

export const inspection = (
  id: string,
  answers: Answers,
  more: Partial<InspectionDraft> = {},
): InspectionDraft => ({
  id,
  region: '000000',
  kind: 'covert',
  venue: 'hall',
  venueName: '示例大厅',
  checklist: { id: 'hall', version: 1 },
  items: [],
  startedAt: '2026-11-23T06:20:00.000Z',
  answers,
  photoBytes: {},
  timers: {},
  ...more,
})

/** Everything the database holds, as one long text: bytes as Latin-1 and as hex, so that no encoding hides a word. */
export async function dump(database: Database): Promise<string> {
  const db = await database.open()
  const found: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value === 'string') found.push(value)
    else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const bytes = Buffer.from(value instanceof ArrayBuffer ? value : value.buffer)
      found.push(bytes.toString('latin1'), bytes.toString('utf8'), bytes.toString('hex'))
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
  }
  for (const store of db.objectStoreNames) for (const value of await db.getAll(store)) walk(value)
  return found.join('\n')
}
