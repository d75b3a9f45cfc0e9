/** What the office says to this supervisor: visits and outcomes, kept for when there is no network. */
import * as v from 'valibot'
import { PushDone, type PushWishes } from '#contract/push'
import { routes } from '#contract/routes'
import {
  InspectionOutcome,
  OutcomeList,
  OWN_RECEIPTS,
  OwnReceipts,
  VisitList,
  VisitSchema,
} from '#contract/supervisors'
import { openJws } from '#domain/inspections/jws'
import { RECEIPT_JWS_TYPE, type EvidenceReceipt } from '#domain/inspections/receipt'
import { QUIET_HOURS, type QuietHours } from '#domain/notices/quiet-hours'
import type { Transport, TransportRequest } from '#sync/ports'
import type { ReceiptedOutcome, SupervisorProfile } from '#sync/services'
import { ask } from '#sync/wire'
import { unwrap } from '../answers.ts'
import type { Database } from '../db.ts'
import { deviceToken, signingKey } from './device-key.ts'
import { inServerTime } from './in-server-time.ts'
import { readRecord, writeRecord } from './records.ts'

type Visits = VisitList['visits']
type Outcomes = OutcomeList['outcomes']

export interface VisitPorts {
  database: Database
  transport: Transport
  /** the time to date a token by: the server's where it is known; epoch ms */
  tokenTime: () => number
  noteServerTime: (at: string) => void
  profile: () => Promise<SupervisorProfile>
}

export interface Visiting {
  visits(): Promise<Visits>
  refreshVisits(): Promise<Visits>
  drawVisit(): Promise<Visits>
  /** as the office last told them */
  heard: () => Promise<Outcomes>
  outcomes(): Promise<ReceiptedOutcome[]>
  refreshOutcomes(): Promise<ReceiptedOutcome[]>
  told(): Promise<{ on: boolean; quiet: QuietHours | null }>
  tell(wishes: PushWishes, on: boolean): Promise<void>
}

export function createVisiting(ports: VisitPorts): Visiting {
  const { database, transport } = ports

  async function request(method: 'GET' | 'POST', path: string, body: object): Promise<TransportRequest> {
    const { device } = await ports.profile()
    const token = await deviceToken(device, await signingKey(database, device), ports.tokenTime())
    return {
      method,
      path,
      headers: { authorization: `Bearer ${token}` },
      ...(method === 'POST' && { type: 'application/json', body: JSON.stringify(body) }),
    }
  }

  const call = <T>(
    method: 'GET' | 'POST',
    path: string,
    schema: v.GenericSchema<unknown, T>,
    body: object = {},
  ): Promise<T> =>
    inServerTime(ports.noteServerTime, async () =>
      unwrap(await ask(transport, await request(method, path, body), schema)),
    )

  async function hear<T extends { serverTime: string }>(
    method: 'GET' | 'POST',
    path: string,
    schema: v.GenericSchema<unknown, T>,
  ): Promise<T> {
    const answer = await call(method, path, schema)
    ports.noteServerTime(answer.serverTime)
    return answer
  }

  async function keepVisits(visits: Visits): Promise<Visits> {
    await database.write(['visits'], 'relaxed', async (tx) => {
      const store = tx.objectStore('visits')
      await store.clear()
      await Promise.all(visits.map((visit) => store.put(visit)))
    })
    return visits
  }

  async function keepOutcomes(outcomes: Outcomes): Promise<void> {
    await database.write(['outcomes'], 'relaxed', async (tx) => {
      const store = tx.objectStore('outcomes')
      await store.clear()
      await Promise.all(outcomes.map((outcome) => store.put(outcome)))
    })
  }

  const receipts = async () => (await readRecord(database, 'receipts')) ?? {}

  /** Those that came since: an office that leaves a record out of its evidence is found out by the receipt kept here. */
  async function askForReceipts(): Promise<void> {
    const { device } = await ports.profile()
    const all = await receipts()
    const known = all[device] ?? []
    const more = await call('GET', `${OWN_RECEIPTS}?after=${known.length}`, OwnReceipts)
    if (more.receipts.length > 0)
      await writeRecord(database, 'receipts', { ...all, [device]: [...known, ...more.receipts] })
  }

  async function heard(): Promise<Outcomes> {
    const db = await database.open()
    const parsed = v.safeParse(v.array(InspectionOutcome), await db.getAll('outcomes'))
    return parsed.success ? parsed.output : []
  }

  /** Each with the receipts for its record and for the replies about it. */
  async function outcomes(): Promise<ReceiptedOutcome[]> {
    const about = new Map<unknown, string[]>()
    for (const jws of Object.values(await receipts()).flat()) {
      const opened = openJws(jws, RECEIPT_JWS_TYPE) as { payload?: Partial<EvidenceReceipt> | null }
      const { id, inspection = id } = opened.payload ?? {}
      about.set(inspection, [...(about.get(inspection) ?? []), jws])
    }
    return (await heard()).map((one) => ({ ...one, receipts: about.get(one.id) ?? [] }))
  }

  return {
    async visits() {
      const db = await database.open()
      const parsed = v.safeParse(v.array(VisitSchema), await db.getAll('visits'))
      return parsed.success ? parsed.output : []
    },
    async refreshVisits() {
      const { visits } = await hear('GET', routes.visits(), VisitList)
      return keepVisits(visits)
    },
    async drawVisit() {
      const { visits } = await hear('POST', routes.drawVisit(), VisitList)
      return keepVisits(visits)
    },
    heard,
    outcomes,
    async refreshOutcomes() {
      await keepOutcomes((await hear('GET', routes.outcomes(), OutcomeList)).outcomes)
      // An older server gives none; what the office says is heard all the same.
      await askForReceipts().catch(() => undefined)
      return outcomes()
    },
    told: async () => (await readRecord(database, 'told')) ?? { on: false, quiet: QUIET_HOURS },
    async tell(wishes, on) {
      const { endpoint } = wishes.target
      if (on) await call('POST', routes.supervisorPush(), PushDone, wishes)
      else await call('POST', routes.supervisorPushEnd(), PushDone, { endpoint })
      await writeRecord(database, 'told', { on, quiet: wishes.quiet })
    },
  }
}
