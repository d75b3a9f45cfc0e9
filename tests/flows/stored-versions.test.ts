/** Phones as earlier versions left them, with unsent work: opened by this version, and delivered. */
import 'fake-indexeddb/auto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toOperation } from '#sync/outbox-wire'
import type { OutboxEntry } from '#sync/types'
import { appointSupervisor } from '../../src/server/modules/supervisors/appointments.ts'
import { takeOfficeStep } from '../../src/server/modules/inspections/office-steps.ts'
import { publishRegion, REGION, send } from '../support/filing.ts'
import { loadDatabase, type Dump } from '../support/idb-dump.ts'
import { testServer, type TestServer } from '../support/server.ts'
import { chanceOf } from './simulation/chance.ts'
import { createFlowPhone } from './simulation/phone.ts'

type Fixture = Dump & { device: { id: string; x: string; y: string } }

const folder = join(import.meta.dirname, '../fixtures/idb')
const fixtures = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file): [string, Fixture] => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Fixture])

let server: TestServer
beforeAll(async () => {
  server = await testServer()
  await publishRegion(server.context)
})
afterAll(() => server.close())

const phoneOf = (name: string) => createFlowPhone(name, server.url, fetch, chanceOf(1), Date.now())
const storeOf = (dump: Dump, name: string) =>
  dump.stores.find((store) => store.name === name)?.records.map(({ value }) => value) ?? []

/** The fixture's supervisor enrolled long ago. */
async function enrolled({ device }: Fixture): Promise<void> {
  const { supervisor } = await appointSupervisor(server.context, { region: REGION, name: '监督员' })
  const key = { kty: 'EC', crv: 'P-256', x: device.x, y: device.y }
  await server.context.db
    .insertInto('devices')
    .values({ id: device.id, supervisor, public_key: JSON.stringify(key), enrolled_at: new Date() })
    .execute()
}

/**
 * A reply follows an inspection that had arrived and was asked about: its delivery is played first, as a phone whose
 * answer to it was lost sends it again.
 */
async function asked(entries: OutboxEntry[]): Promise<void> {
  for (const { entity } of entries.filter(({ type }) => type === 'inspection.reply')) {
    const sealed = entries.find(({ id, attachments }) => id === entity && attachments.length === 0)
    if (!sealed) throw new Error('the fixture replies about an inspection that it does not hold')
    expect(await send(server.url, toOperation(sealed))).toMatchObject([{ status: 'applied' }])
    const { context } = server
    const step = { type: 'ask', question: '哪个窗口？' } as const
    await takeOfficeStep(context, context.db, entity, step, { now: new Date() })
  }
}

describe('a phone of an earlier version', () => {
  it.each(fixtures)('%s keeps its unsent work, and all of it arrives', async (file, fixture) => {
    await enrolled(fixture)
    await loadDatabase(file, fixture)
    const phone = phoneOf(file)
    const before = storeOf(fixture, 'outbox') as OutboxEntry[]
    const queued = before.filter(({ state }) => state === 'queued')
    expect(queued.length).toBeGreaterThanOrEqual(5)
    for (const { id } of before) expect((await phone.filing.get(id))?.entry, id).toBeDefined()
    await asked(before)

    await expect.poll(async () => (await phone.drain(true))?.waiting, { timeout: 60_000 }).toBe(0)
    const { db } = server.context
    const ids = queued.map(({ id }) => id)
    const operations = await db.selectFrom('operations').select('id').where('id', 'in', ids).execute()
    expect(operations.map(({ id }) => id).sort()).toEqual(ids.slice().sort())
    const hashes = queued.flatMap(({ attachments }) => attachments.map(({ sha256 }) => sha256))
    expect(
      await db.selectFrom('blobs').select('sha256').where('sha256', 'in', hashes).execute(),
    ).toHaveLength(new Set(hashes).size)

    const stored = await phone.database.open()
    expect((await stored.getAll('outbox')).map(({ id, state }) => [id, state])).toEqual(
      before.filter(({ state }) => state !== 'queued').map(({ id, state }) => [id, state]),
    )
    expect(await stored.getAll('drafts')).toEqual(storeOf(fixture, 'drafts'))
    expect(await stored.getAll('publicAnswers')).toEqual(storeOf(fixture, 'publicAnswers'))
    expect(await stored.count('setAside')).toBe(0)
    await phone.close()
  })

  it('is kept of every version there has been', async () => {
    const phone = phoneOf('present')
    const { version } = await phone.database.open()
    await phone.close()
    const kept = fixtures.map(([, dump]) => dump.version).sort((a, b) => a - b)
    expect(kept, 'make one: node --import tsx tests/support/idb-fixture.ts').toEqual(
      Array.from({ length: version }, (_, n) => n + 1),
    )
  })
})
