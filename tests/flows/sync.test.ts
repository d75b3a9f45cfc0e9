/**
 * The real drainer on IndexedDB against the real server, over a line that does everything lines do.
 *
 * Repeat a failure with the seed it printed: SEED=123 npx vitest run --project flows
 */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '#contract/sync'
import type { PhotoRef } from '#domain/cases/types'
import {
  operation,
  caseOperation,
  newReceipt,
  photo,
  publishRegion,
  ratingOperation,
} from '../support/filing.ts'
import { LONGEST_WAIT_MS } from '#sync/retry'
import { testServer, type TestServer } from '../support/server.ts'
import { chanceOf, type Chance } from './chance.ts'
import { faultyNetwork, FAULTS } from './faulty-network.ts'
import { createFlowPhone, type FlowPhone } from './phone.ts'

const PHONES = 3
const OPERATIONS = 40
/** rounds over the bad line */
const BAD_ROUNDS = 25

const seeds = process.env.SEED
  ? process.env.SEED.split(',').map(Number)
  : [1, 2, 3, 4, 5, (Date.now() ^ (process.pid << 12)) >>> 0]

let server: TestServer
beforeAll(async () => {
  server = await testServer()
  await publishRegion(server.context)
})
afterAll(() => server.close())

interface Filed {
  operation: Operation
  phone: FlowPhone
}

/** Files what a citizen would: ratings, cases with photos, now and then a withdrawal of the last case. */
async function save(phone: FlowPhone, chance: Chance, filed: Filed[]): Promise<void> {
  const file = async (made: Operation, photos: PhotoRef[] = []) => {
    const attachments = photos.map(({ sha256, bytes, type }) => ({ sha256, bytes, type }))
    const request = {
      type: made.type,
      payload: made.payload,
      entity: made.entity,
      attachments,
      title: made.id,
    }
    await phone.filing.file(request)
    // A second tap on the button.
    if (chance.is(0.2)) await phone.filing.file(request)
    filed.push({ operation: { ...made, attachments: photos.map(({ sha256 }) => sha256) }, phone })
  }
  if (chance.is(0.5)) return file(ratingOperation())
  const photos: PhotoRef[] = []
  for (let n = chance.below(4); n > 0; n--) {
    const { bytes, ref } = await photo()
    await phone.blob(new Uint8Array(bytes))
    photos.push(ref)
  }
  const receipt = newReceipt()
  const made = caseOperation({ photos, receiptDigest: receipt.digest })
  await file(made, photos)
  if (!chance.is(0.3)) return
  const act = caseOperation().id
  const payload = {
    id: act,
    caseId: made.id,
    receiptDigest: receipt.digest,
    action: { type: 'withdraw' as const },
  }
  await file({ ...operation('case.act', payload), entity: made.id })
}

async function live(phone: FlowPhone, chance: Chance, filed: Filed[]): Promise<void> {
  let toSave = OPERATIONS
  for (let round = 0; round < BAD_ROUNDS || toSave > 0; round++) {
    for (let n = chance.below(6); n > 0 && toSave > 0; n--, toSave--) await save(phone, chance, filed)
    const draining = phone.drain(chance.is(0.2))
    if (chance.is(0.15)) {
      await new Promise((resolve) => setTimeout(resolve, chance.below(40)))
      phone.kill()
      continue
    }
    // More is saved while it drains.
    if (chance.is(0.3) && toSave-- > 0) await save(phone, chance, filed)
    const [{ nextAttempt }] = (await draining) as [{ nextAttempt?: string }, unknown]
    if (nextAttempt !== undefined) phone.jump(Date.parse(nextAttempt))
  }
}

/** On a good line everything arrives before the longest wait is over, by the timer alone. */
async function settle(phone: FlowPhone): Promise<void> {
  const until = phone.now() + LONGEST_WAIT_MS
  for (let round = 0; round < 2 * OPERATIONS; round++) {
    const [{ waiting, nextAttempt }] = (await phone.drain()) as [
      { waiting: number; nextAttempt?: string },
      unknown,
    ]
    if (waiting === 0) return
    expect(nextAttempt, 'something waits and nothing says until when').toBeDefined()
    phone.jump(Date.parse(nextAttempt!))
    expect(phone.now()).toBeLessThanOrEqual(until)
  }
  throw new Error('something still waits on a good line')
}

/** Nothing lost, nothing doubled: the server's tables against what the phones were told is saved. */
async function judge(filed: Filed[]): Promise<void> {
  const { db } = server.context
  const ids = filed.map(({ operation: { id } }) => id)
  const operations = await db
    .selectFrom('operations')
    .select(['id', 'type', 'attachments'])
    .where('id', 'in', ids)
    .execute()
  expect(operations.map(({ id }) => id).sort()).toEqual(ids.slice().sort())

  const of = (type: string) =>
    filed.filter(({ operation: { type: t } }) => t === type).map(({ operation: o }) => o)
  const submitted = of('case.submit') as Operation<'case.submit'>[]
  const acts = of('case.act') as Operation<'case.act'>[]
  const ratings = of('rating.submit')
  const caseIds = submitted.map(({ id }) => id)
  const cases = await db.selectFrom('cases').select(['id', 'status']).where('id', 'in', caseIds).execute()
  expect(cases.map(({ id }) => id).sort()).toEqual(caseIds.slice().sort())
  const rated = await db
    .selectFrom('ratings')
    .select('id')
    .where(
      'id',
      'in',
      ratings.map(({ id }) => id),
    )
    .execute()
  expect(rated).toHaveLength(ratings.length)
  const events = await db
    .selectFrom('case_events')
    .select(['case_id', 'type'])
    .where('case_id', 'in', caseIds)
    .execute()
  expect(events).toHaveLength(submitted.length + acts.length)
  const withdrawn = new Set(acts.map(({ payload }) => payload.caseId))
  for (const { id, status } of cases) expect(status).toBe(withdrawn.has(id) ? 'withdrawn' : 'submitted')

  const hashes = [...new Set(filed.flatMap(({ operation: { attachments } }) => attachments))]
  const blobs = await db.selectFrom('blobs').selectAll().where('sha256', 'in', hashes).execute()
  expect(blobs).toHaveLength(hashes.length)
  for (const { sha256, data } of blobs) expect(createHash('sha256').update(data).digest('hex')).toBe(sha256)
}

async function judgePhone(phone: FlowPhone): Promise<void> {
  const db = await phone.database.open()
  expect(await db.getAll('outbox')).toEqual([])
  expect(await db.count('setAside')).toBe(0)
  const records = await phone.filing.list()
  for (const { delivered, title } of records) expect(delivered?.receivedAt, title).toBeDefined()
}

describe('phones and server over a faulty line', () => {
  it.each(seeds)('seed %i: nothing lost, nothing doubled, nothing waits for ever', async (seed) => {
    // A stream of chances each for a phone's user, its clock and its line, so that one does not shift the others.
    const phones = Array.from({ length: PHONES }, (_, n) => {
      const [user, clock, line] = [0, 1, 2].map((of) => chanceOf(seed * 31 + n * 7 + of)) as [
        Chance,
        Chance,
        Chance,
      ]
      const net = faultyNetwork(line, 0.45)
      return { net, user, phone: createFlowPhone(`flow-${seed}-${n}`, server.url, net.fetch, clock) }
    })
    const filed: Filed[] = []
    try {
      await Promise.all(phones.map(({ phone, user }) => live(phone, user, filed)))
      for (const { net } of phones) net.heal()
      await Promise.all(phones.map(({ phone }) => settle(phone)))
      await Promise.all(phones.map(({ phone }) => judgePhone(phone)))
      await judge(filed)
      expect(filed.length).toBeGreaterThanOrEqual(PHONES * OPERATIONS)
      for (const fault of FAULTS) {
        const came = phones.reduce((sum, { net }) => sum + (net.counts.get(fault) ?? 0), 0)
        expect(came, `fault ${fault} never came`).toBeGreaterThan(0)
      }
    } catch (reason) {
      console.error(`failed with SEED=${seed}; repeat: SEED=${seed} npx vitest run --project flows`)
      throw reason
    } finally {
      await Promise.all(phones.map(({ phone }) => phone.close()))
    }
  })
})
