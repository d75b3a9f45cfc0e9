/** What the office says to this supervisor: visits and outcomes, kept for when there is no network. */
import * as v from 'valibot'
import { routes } from '#contract/routes'
import { InspectionOutcome, OutcomeList, VisitList, VisitSchema } from '#contract/supervisors'
import type { Transport, TransportRequest } from '#sync/ports'
import { ServiceError, type SupervisorProfile } from '#sync/services'
import { ask } from '#sync/wire'
import { unwrap } from '../answers.ts'
import type { Database } from '../db.ts'
import { deviceToken } from './device-key.ts'
import { inServerTime } from './in-server-time.ts'

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
  outcomes(): Promise<Outcomes>
  refreshOutcomes(): Promise<Outcomes>
  reply(inspection: string, text: string): Promise<Outcomes>
}

export function createVisiting(ports: VisitPorts): Visiting {
  const { database, transport } = ports

  async function request(
    method: 'GET' | 'POST',
    path: string,
    body: unknown = {},
  ): Promise<TransportRequest> {
    const { device } = await ports.profile()
    const db = await database.open()
    const keys = await db.get('keys', device)
    if (!keys) throw new ServiceError('storage', 'the signing key is no longer on this phone')
    const token = await deviceToken(device, keys.privateKey, ports.tokenTime())
    return {
      method,
      path,
      headers: { authorization: `Bearer ${token}` },
      ...(method === 'POST' && { type: 'application/json', body: JSON.stringify(body) }),
    }
  }

  async function call<T extends { serverTime: string }>(
    method: 'GET' | 'POST',
    path: string,
    schema: v.GenericSchema<unknown, T>,
    body?: unknown,
  ): Promise<T> {
    const answer = await inServerTime(ports.noteServerTime, async () =>
      unwrap(await ask(transport, await request(method, path, body), schema)),
    )
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

  async function keepOutcomes(outcomes: Outcomes): Promise<Outcomes> {
    await database.write(['outcomes'], 'relaxed', async (tx) => {
      const store = tx.objectStore('outcomes')
      await store.clear()
      await Promise.all(outcomes.map((outcome) => store.put(outcome)))
    })
    return outcomes
  }

  return {
    async visits() {
      const db = await database.open()
      const parsed = v.safeParse(v.array(VisitSchema), await db.getAll('visits'))
      return parsed.success ? parsed.output : []
    },
    async refreshVisits() {
      const { visits } = await call('GET', routes.visits(), VisitList)
      return keepVisits(visits)
    },
    async drawVisit() {
      const { visits } = await call('POST', routes.drawVisit(), VisitList)
      return keepVisits(visits)
    },
    async outcomes() {
      const db = await database.open()
      const parsed = v.safeParse(v.array(InspectionOutcome), await db.getAll('outcomes'))
      return parsed.success ? parsed.output : []
    },
    async refreshOutcomes() {
      const { outcomes } = await call('GET', routes.outcomes(), OutcomeList)
      return keepOutcomes(outcomes)
    },
    async reply(inspection, text) {
      const { outcomes } = await call('POST', routes.reply(inspection), OutcomeList, { text })
      return keepOutcomes(outcomes)
    },
  }
}
