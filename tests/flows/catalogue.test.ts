/** The phone's catalogue against the real server: list and details, unchanged, by delta, and cut off in the middle. */
import 'fake-indexeddb/auto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCatalogueUpdate } from '#platform/catalogue-update'
import { createCatalogueLibrary } from '#platform/catalogue-library'
import { createChanges } from '#platform/changes'
import { createDatabase, type Database } from '#platform/db'
import type { CatalogueSource } from '#server/modules/catalogue/publish'
import { CATALOGUE, publishRegion, REGION } from '../support/filing.ts'
import { freshDatabase, testServer, type TestServer } from '../support/server.ts'
import { faultyNetwork } from './simulation/faulty-network.ts'

let base: Awaited<ReturnType<typeof freshDatabase>>
let server: TestServer
let database: Database
let asked: string[] = []
let line: (url: string, answer: () => Promise<Response>) => Promise<Response>
let count = 0

beforeAll(async () => {
  base = await freshDatabase()
  server = await testServer({ databaseUrl: base.url })
  await publishRegion(server.context)
})
afterAll(async () => {
  await server.close()
  await base.drop()
})
beforeEach(() => {
  database = createDatabase(`catalogue-${++count}`)
  asked = []
  line = (_url, answer) => answer()
})

const fetchOver: typeof fetch = (input, init) => {
  const url = input as string
  asked.push(url.slice(server.url.length))
  return line(url, () => fetch(input, init))
}
const network = () => createCatalogueUpdate(database, Date.now, { base: server.url, fetch: fetchOver })
const library = () => createCatalogueLibrary(database, createChanges(`c-${count}`), Date.now)
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (reason: unknown) => (reason as { code: string }).code,
  )

/** Some items more, so that a delta is the cheaper way. */
const manyItems = (version: number) => [
  ...CATALOGUE.items,
  ...Array.from({ length: 300 }, (_, n) => ({
    code: `more-${n}`,
    name: n === 7 ? `改名的事项 ${version}` : `事项 ${n} ${Math.sin(n)}`,
    department: 'tax',
    disclosures: {},
  })),
]

/** So long that they need several chunks. */
const LONG = 840
/** A region of their own: deltas from many versions take long to make. */
const LARGE = '999002'
const publishLarge = ({ items }: Pick<CatalogueSource, 'items'>) =>
  publishRegion(server.context, {
    region: { code: LARGE, name: '大试验县', level: 'county', sample: false },
    items,
  })
const text = (n: number, edition = 0) =>
  `第${n}项的受理条件${edition}：${Array.from({ length: 40 }, (_, i) => Math.sin(n * 99 + i).toString(36)).join('，')}`
const longItems = (edition = 0, changed: readonly number[] = []) => [
  ...CATALOGUE.items,
  ...Array.from({ length: LONG }, (_, n) => ({
    code: `long-${n}`,
    name: changed.includes(n) ? `改过的事项 ${n}` : `事项 ${n}`,
    department: 'tax',
    disclosures: { conditions: text(n, changed.includes(n) ? edition : 0) },
  })),
]
const isChunk = (url: string) =>
  url.includes('/catalogue-files/') && !asked.slice(0, 2).some((one) => url.endsWith(one))

/** All that a phone has of the region, as it would be shown. */
async function held(of: Database) {
  const db = await of.open()
  const [record] = await db.getAll('catalogues')
  const [manifest] = await db.getAll('manifests')
  return {
    catalogue: record?.catalogue,
    format: record?.format,
    items: await db.getAll('items'),
    pending: manifest?.pending,
    version: manifest?.manifest.version,
  }
}
/** What a phone holds that takes the newest version over a good line. */
async function fresh() {
  line = (_url, answer) => answer()
  database = createDatabase(`catalogue-${++count}`)
  const phone = network()
  await phone.update(LARGE)
  await phone.complete(LARGE)
  return held(database)
}

describe('catalogue on the phone', () => {
  it('comes down with progress, the list first, and opens from one record', async () => {
    const seen: [number, number][] = []
    const { changed, manifest } = await network().update(REGION, (loaded, total) =>
      seen.push([loaded, total]),
    )
    expect(changed).toBe(true)
    expect(seen.at(-1)).toEqual([manifest.heads?.plainBytes, manifest.heads?.plainBytes])
    expect((await library().open(REGION))?.missing).toBe(CATALOGUE.items.length)
    const missing: number[] = []
    await network().complete(REGION, (count) => missing.push(count))
    expect(missing[0]).toBe(CATALOGUE.items.length)
    expect(missing.at(-1)).toBe(0)
    expect(await library().open(REGION)).not.toHaveProperty('missing')
    const stored = await library().open(REGION)
    expect(stored).toMatchObject({ version: manifest.version, region: { code: REGION, name: '试验县' } })
    expect(stored?.heads.map((head) => head.code)).toEqual(CATALOGUE.items.map((item) => item.code))
    expect(stored?.heads[0]).toMatchObject({ department: 'tax', venues: ['hall'], statutory: { amount: 20 } })
    expect(await network().item(REGION, 'tax-1')).toMatchObject({ code: 'tax-1' })
    expect(await network().item(REGION, 'nothing')).toBeUndefined()
    expect((await library().stored()).map((region) => region.code)).toEqual([REGION])
  })

  it('costs one 304 when nothing has changed', async () => {
    await network().update(REGION)
    await network().complete(REGION)
    const statuses: number[] = []
    line = async (_url, answer) => {
      const got = await answer()
      statuses.push(got.status)
      return got
    }
    asked = []
    const { changed } = await network().update(REGION)
    expect(changed).toBe(false)
    expect(asked).toHaveLength(1)
    expect(statuses).toEqual([304])
  })

  it('takes a delta where it is the cheaper way, and ends where a fresh phone would', async () => {
    await publishRegion(server.context, { items: manyItems(1) })
    await network().update(REGION)
    await network().complete(REGION)
    await publishRegion(server.context, {
      items: manyItems(2).filter((item) => item.code !== 'more-9'),
      departments: [...CATALOGUE.departments, { id: 'new', name: '新局' }],
    })
    asked = []
    const { changed, manifest } = await network().update(REGION)
    expect(changed).toBe(true)
    expect(asked).toHaveLength(2)
    expect(manifest.deltas.map(({ url }) => url)).toContain(asked[1])
    const byDelta = await library().open(REGION)
    const items = await (await database.open()).getAll('items')
    database = createDatabase(`catalogue-${++count}`)
    await network().update(REGION)
    await network().complete(REGION)
    const whole = await library().open(REGION)
    expect({ ...byDelta, checkedAt: '' }).toEqual({ ...whole, checkedAt: '' })
    expect(items).toEqual(await (await database.open()).getAll('items'))
    expect(whole?.heads.find((head) => head.code === 'more-7')?.name).toBe('改名的事项 2')
  })

  it('takes the whole file when the delta is not what the manifest says', async () => {
    await publishRegion(server.context, { items: manyItems(3) })
    await network().update(REGION)
    await network().complete(REGION)
    await publishRegion(server.context, { items: manyItems(4) })
    line = async (url, answer) => {
      const got = await answer()
      if (!asked[1] || !url.endsWith(asked[1]) || asked.length > 2) return got
      return new Response((await got.text()).replace('改名', '假名'), { status: 200 })
    }
    asked = []
    await network().update(REGION)
    expect(asked).toHaveLength(3)
    const stored = await library().open(REGION)
    expect(stored?.heads.find((head) => head.code === 'more-7')?.name).toBe('改名的事项 4')
    expect(stored?.missing).toBeUndefined()
  })

  it('keeps the old version whole when the new one is cut off, damaged, or a captive portal', async () => {
    await publishRegion(server.context, { items: manyItems(5) })
    await network().update(REGION)
    await network().complete(REGION)
    const before = await library().open(REGION)
    await publishRegion(server.context, { items: manyItems(6) })
    const isFile = (url: string) => !url.endsWith('/catalogue')

    line = async (url, answer) => {
      const got = await answer()
      if (!isFile(url)) return got
      const bytes = new Uint8Array(await got.arrayBuffer())
      return new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(bytes.slice(0, bytes.length >> 1))
            controller.error(new TypeError('cut'))
          },
        }),
      )
    }
    expect(await code(network().update(REGION))).toBe('network')
    line = async (url, answer) =>
      isFile(url) ? new Response((await (await answer()).text()).replaceAll('事项', '坏项')) : answer()
    expect(await code(network().update(REGION))).toBe('badAnswer')
    line = () => Promise.resolve(new Response('<html>', { headers: { 'content-type': 'text/html' } }))
    expect(await code(network().update(REGION))).toBe('badAnswer')
    line = () => Promise.reject(new TypeError('no network'))
    expect(await code(network().update(REGION))).toBe('network')

    expect({ ...(await library().open(REGION)), checkedAt: '' }).toEqual({ ...before, checkedAt: '' })
    line = (_url, answer) => answer()
    expect((await network().update(REGION)).changed).toBe(true)
  })

  it('says which region it does not know, and forgets one on demand', async () => {
    expect(await code(network().update('424242'))).toBe('unknownRegion')
    await network().update(REGION)
    await library().markRecent(REGION, 'tax-1')
    await library().markRecent(REGION, 'tax-2')
    await library().markRecent(REGION, 'tax-1')
    expect(await library().recent(REGION)).toEqual(['tax-1', 'tax-2'])
    await library().remove(REGION)
    expect(await library().open(REGION)).toBeUndefined()
    const db = await database.open()
    expect([await db.count('items'), await db.count('recents')]).toEqual([0, 0])
  })
})

describe('the details behind the list', () => {
  it('come chunk by chunk: what has come is kept, and not asked for again', async () => {
    await publishLarge({ items: longItems() })
    const whole = await fresh()
    expect(whole.items).toHaveLength(LONG + CATALOGUE.items.length)

    database = createDatabase(`catalogue-${++count}`)
    asked = []
    await network().update(LARGE)
    let left = 2
    line = (url, answer) => (isChunk(url) && --left < 0 ? Promise.reject(new TypeError('gone')) : answer())
    expect(await code(network().complete(LARGE))).toBe('network')
    const partly = await held(database)
    expect(partly.items.length).toBeGreaterThan(0)
    expect(partly.items.length).toBeLessThan(whole.items.length)
    expect((await library().open(LARGE))?.missing).toBe(whole.items.length - partly.items.length)

    // Another start, on a good line: only what is missing is asked for.
    line = (_url, answer) => answer()
    asked = []
    await network().complete(LARGE)
    expect(asked).toHaveLength(partly.pending?.length ?? 0)
    expect(await held(database)).toEqual(whole)
  })

  it('of an item that is opened come before all others, and offline it is said that they are not here', async () => {
    await network().update(LARGE)
    asked = []
    line = () => Promise.reject(new TypeError('no network'))
    expect(await network().item(LARGE, 'long-400')).toBeUndefined()
    expect(await code(network().fetchItem(LARGE, 'long-400'))).toBe('network')
    line = (_url, answer) => answer()
    asked = []
    expect(await network().fetchItem(LARGE, 'long-400')).toMatchObject({
      name: '事项 400',
      disclosures: { conditions: text(400) },
    })
    expect(asked).toHaveLength(1)
    expect(await network().fetchItem(LARGE, 'long-400')).toMatchObject({ code: 'long-400' })
    expect(await network().fetchItem(LARGE, 'no-such')).toBeUndefined()
    expect(asked).toHaveLength(1)
  })

  it('end right when new versions are published in the middle', async () => {
    await network().update(LARGE)
    let left = 2
    line = (url, answer) => (isChunk(url) && --left < 0 ? Promise.reject(new TypeError('gone')) : answer())
    expect(await code(network().complete(LARGE))).toBe('network')
    expect((await held(database)).items.length).toBeGreaterThan(0)
    const phone = database

    // Names and texts change, in chunks that are here and in chunks that are not; one item goes, one is new.
    const changed = [3, 100, 200, 300, 418]
    const next = longItems(1, changed).filter((item) => item.code !== 'long-250')
    await publishLarge({ items: next })
    await publishLarge({
      items: [...next, { code: 'new', name: '新的事项', department: 'land', disclosures: {} }],
    })
    line = (_url, answer) => answer()
    asked = []
    await network().update(LARGE)
    expect(asked, 'a manifest and a delta').toHaveLength(2)
    expect(await network().item(LARGE, 'long-418')).toMatchObject({ name: '改过的事项 418' })
    await network().complete(LARGE)
    const ended = await held(phone)
    expect(ended.pending).toEqual([])
    expect(ended).toEqual(await fresh())
  })

  it('end right when the version changes while a chunk is on its way', async () => {
    await network().update(LARGE)
    const phone = database
    const going = network()
    let chunks = 0
    let published = false
    line = async (url, answer) => {
      const got = await answer()
      // The third: by then the heads of the version before have been read.
      if (!isChunk(url) || ++chunks !== 3) return got
      published = true
      await publishLarge({ items: longItems(2, [0, 1, 200, 419]) })
      await createCatalogueUpdate(phone, Date.now, { base: server.url }).update(LARGE)
      return got
    }
    await going.complete(LARGE)
    expect(published).toBe(true)
    const ended = await held(phone)
    expect(ended).toEqual(await fresh())
  })

  it('end right over a line that does everything lines do', async () => {
    const whole = await fresh()
    for (const seed of [1, 2, 3]) {
      database = createDatabase(`catalogue-${++count}`)
      const bad = faultyNetwork(seed, 0.4)
      const phone = () => createCatalogueUpdate(database, Date.now, { base: server.url, fetch: bad.fetch })
      let failures = 0
      const until = async (work: () => Promise<unknown>) => {
        for (let n = 0; n < 200; n++) {
          if ((await code(work())) === 'resolved') return
          failures++
        }
        throw new Error(`seed ${seed}: never`)
      }
      await until(() => phone().update(LARGE))
      await until(() => phone().complete(LARGE))
      await bad.heal()
      expect(failures, 'a line on which nothing fails shows nothing').toBeGreaterThan(0)
      expect(await held(database)).toEqual(whole)
    }
  }, 60_000)

  it('are refused where they are not those of the list, and asked for anew', async () => {
    await network().update(LARGE)
    line = async (url, answer) => {
      const got = await answer()
      return isChunk(url) ? new Response((await got.text()).replaceAll('受理', '受贿')) : got
    }
    expect(await code(network().complete(LARGE))).toBe('badAnswer')
    expect((await held(database)).items).toEqual([])
    line = (_url, answer) => answer()
    await network().complete(LARGE)
    expect((await held(database)).items).toHaveLength(LONG + CATALOGUE.items.length)
  })
})

describe('a phone of before the list came first', () => {
  /** As an older app stored it: everything in one go. */
  async function oldPhone(): Promise<void> {
    await fresh()
    const db = await database.open()
    const record = (await db.get('catalogues', LARGE))!
    const manifest = (await db.get('manifests', LARGE))!
    delete manifest.pending
    await db.put('catalogues', { ...record, format: 1 })
    await db.put('manifests', manifest)
  }

  it('opens what it has offline, and is brought over by the next delta', async () => {
    await oldPhone()
    line = () => Promise.reject(new TypeError('no network'))
    const stored = await library().open(LARGE)
    expect(stored?.heads).toHaveLength(LONG + CATALOGUE.items.length)
    expect(stored?.missing).toBeUndefined()
    expect(await network().item(LARGE, 'long-5')).toMatchObject({ code: 'long-5' })
    expect(await network().fetchItem(LARGE, 'long-5')).toMatchObject({ code: 'long-5' })
    const phone = database

    await publishLarge({ items: longItems(7, [5]) })
    line = (_url, answer) => answer()
    asked = []
    expect((await network().update(LARGE)).changed).toBe(true)
    expect(asked).toHaveLength(2)
    await network().complete(LARGE)
    expect(asked).toHaveLength(2)
    const ended = await held(phone)
    expect(ended.format).toBe(2)
    expect(ended).toEqual(await fresh())
  })

  it('keeps its old version whole until the new one is, where no delta fits', async () => {
    await oldPhone()
    const phone = database
    const before = await held(phone)
    // Everything is another: the delta would be as heavy as the whole.
    await publishLarge({
      items: longItems(
        9,
        Array.from({ length: LONG }, (_, n) => n),
      ),
    })
    asked = []
    line = (url, answer) => (url.endsWith('/catalogue') ? answer() : Promise.reject(new TypeError('gone')))
    expect(await code(network().update(LARGE))).toBe('network')
    expect(await held(phone)).toEqual(before)
    line = (_url, answer) => answer()
    await network().update(LARGE)
    const ended = await held(phone)
    expect(ended.pending).toEqual([])
    expect(ended).toEqual(await fresh())
  })

  it('gets all of a version that the server published before it made parts', async () => {
    await server.context.db.updateTable('catalogue_versions').set({ heads: null }).execute()
    const other = await testServer({ databaseUrl: base.url })
    try {
      database = createDatabase(`catalogue-${++count}`)
      const phone = createCatalogueUpdate(database, Date.now, { base: other.url })
      const { manifest } = await phone.update(LARGE)
      expect(manifest.heads).toBeUndefined()
      expect((await held(database)).items).toHaveLength(LONG + CATALOGUE.items.length)
      expect(await library().open(LARGE)).not.toHaveProperty('missing')
    } finally {
      await other.close()
    }
  })
})
