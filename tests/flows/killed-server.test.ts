/**
 * The server, and then its database, are killed in the middle of sync, again and again, while phones go on saving and
 * sending. In the end everything has arrived, once.
 *
 * KILLS=100 npx vitest run --project flows tests/flows/killed-server.test.ts
 */
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseOperation, newReceipt, photo, publishRegion, ratingOperation } from '../support/filing.ts'
import { dataDirectory, discard, postmasterOf, urlOf } from '../support/data-directory.ts'
import { bundleServer, removeBundle, startServer, type ServerProcess } from '../support/server-process.ts'
import { isAlive } from '../../src/server/db/embedded/start-lock.ts'
import { openContext } from './simulation/soak-context.ts'
import { chanceOf } from './simulation/chance.ts'
import { createFlowPhone, type FlowPhone } from './simulation/phone.ts'

const KILLS = Number(process.env.KILLS ?? 20)
const PHONES = 3

let port: string
let dataDir: string
let server: ServerProcess
beforeAll(async () => {
  await bundleServer()
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  port = String((probe.address() as AddressInfo).port)
  await new Promise((resolve) => probe.close(resolve))
  dataDir = dataDirectory()
  server = await start()
  const { context, close } = await openContext(urlOf(dataDir))
  await publishRegion(context)
  await close()
}, 180_000)
afterAll(async () => {
  await server.end('SIGTERM')
  await discard(dataDir)
  removeBundle()
})

const start = () => startServer({ DATA_DIR: dataDir, PORT: port })

async function query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: urlOf(dataDir) })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Saves and sends until told to stop; says what it has saved. */
async function live(phone: FlowPhone, stopped: () => boolean): Promise<string[]> {
  const saved: string[] = []
  while (!stopped()) {
    for (let n = 0; n < 3; n++) {
      const picture = n === 0 ? await photo() : undefined
      if (picture) await phone.keepBlob(picture.bytes, picture.sha256)
      const photos = picture ? [picture.ref] : []
      const { type, payload, entity } =
        n === 2 ? ratingOperation() : caseOperation({ photos, receiptDigest: newReceipt().digest })
      await phone.filing.file({ type, payload, entity, attachments: photos, title: type })
      saved.push(payload.id)
    }
    await phone.drain(true)
  }
  return saved
}

const VICTIMS: [string, () => Promise<void>][] = [
  [
    'the server',
    async () => {
      await server.end('SIGKILL')
      server = await start()
    },
  ],
  [
    'the database',
    async () => {
      const postmaster = postmasterOf(dataDir)
      if (postmaster === undefined) throw new Error('there is no database to kill')
      process.kill(postmaster, 'SIGKILL')
      // The same server brings it up again.
      await expect
        .poll(
          async () => {
            const now = postmasterOf(dataDir)
            return now !== undefined && now !== postmaster && (await fetch(`${server.url}/readyz`)).ok
          },
          { timeout: 60_000, interval: 50 },
        )
        .toBe(true)
    },
  ],
]

describe.each(VICTIMS)('%s is killed in the middle of sync', (name, kill) => {
  it(`${KILLS} times: nothing lost, nothing doubled`, { timeout: 60_000 * (1 + KILLS) }, async () => {
    const phones = Array.from({ length: PHONES }, (_, n) =>
      createFlowPhone(`killed-${name}-${n}`, server.url, fetch, chanceOf(n), Date.now()),
    )
    let stopped = false
    const lives = Promise.all(phones.map((phone) => live(phone, () => stopped)))
    try {
      for (let n = 0; n < KILLS; n++) {
        await sleep(Math.random() * 300)
        await kill()
        expect(isAlive(server.pid), server.output()).toBe(true)
      }
    } finally {
      stopped = true
    }
    const saved = (await lives).flat()
    for (const phone of phones)
      await expect.poll(async () => (await phone.drain(true))?.waiting, { timeout: 60_000 }).toBe(0)

    const ids = new Set(saved)
    const once = async (sql: string) =>
      (await query<{ id: string }>(sql)).map(({ id }) => id).filter((id) => ids.has(id))
    expect((await once('select id from operations')).sort()).toEqual(saved.slice().sort())
    const effects = await once('select id from ratings union all select case_id as id from case_events')
    expect(effects.sort()).toEqual(saved.slice().sort())
    const damaged = await query(`select 1 from blobs where encode(sha256(data), 'hex') <> sha256`)
    expect(damaged).toEqual([])
    for (const phone of phones) {
      const records = await phone.filing.list()
      expect(records.filter(({ delivered, entry }) => !delivered || entry)).toEqual([])
      await phone.close()
    }
    console.log(`${name} killed ${KILLS} times: ${saved.length} saved, ${saved.length} arrived once`)
  })
})
