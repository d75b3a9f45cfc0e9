/** The phone's catalogue against the real server: whole, unchanged, by delta, and cut off in the middle. */
import 'fake-indexeddb/auto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCatalogueUpdate } from '#platform/catalogue-update'
import { createCatalogueLibrary } from '#platform/catalogue-library'
import { createChanges } from '#platform/changes'
import { createDatabase, type Database } from '#platform/db'
import { CATALOGUE, publishRegion, REGION } from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
let database: Database
let asked: string[] = []
let line: (url: string, answer: () => Promise<Response>) => Promise<Response>
let count = 0

beforeAll(async () => {
  server = await testServer()
  await publishRegion(server.context)
})
afterAll(() => server.close())
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

describe('catalogue on the phone', () => {
  it('comes down whole, with progress, and opens from one record', async () => {
    const seen: [number, number][] = []
    const { changed, manifest } = await network().update(REGION, (loaded, total) =>
      seen.push([loaded, total]),
    )
    expect(changed).toBe(true)
    expect(seen.at(-1)).toEqual([manifest.plainBytes, manifest.plainBytes])
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
    const whole = await library().open(REGION)
    expect({ ...byDelta, checkedAt: '' }).toEqual({ ...whole, checkedAt: '' })
    expect(items).toEqual(await (await database.open()).getAll('items'))
    expect(whole?.heads.find((head) => head.code === 'more-7')?.name).toBe('改名的事项 2')
  })

  it('takes the whole file when the delta is not what the manifest says', async () => {
    await publishRegion(server.context, { items: manyItems(3) })
    await network().update(REGION)
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
  })

  it('keeps the old version whole when the new one is cut off, damaged, or a captive portal', async () => {
    await publishRegion(server.context, { items: manyItems(5) })
    await network().update(REGION)
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
