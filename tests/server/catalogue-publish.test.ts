import { createHash } from 'node:crypto'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { request as httpRequest } from 'node:http'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CatalogueChunkSchema,
  CatalogueDeltaSchema,
  CatalogueHeadsSchema,
  CatalogueManifest,
  CatalogueSchema,
} from '#contract/catalogue'
import { RegionList } from '#contract/regions'
import { routes } from '#contract/routes'
import { RULES } from '#domain/cases/rules'
import { applyDelta } from '#domain/catalogue/delta'
import { detailOf, joinItem } from '#domain/catalogue/head'
import type { Catalogue, Region } from '#domain/catalogue/types'
import { setRules } from '#server/modules/cases/rules'
import { plainJson } from '#server/modules/catalogue/compress'
import { loadCatalogue } from '#server/modules/catalogue/load'
import { chunksOf } from '#server/modules/catalogue/parts'
import { readingOf } from '#server/modules/catalogue/pinyin'
import { type CatalogueSource, DELTAS_FROM, publishCatalogue } from '#server/modules/catalogue/publish'
import { contentOf } from '#server/modules/catalogue/source'
import { testServer, type TestServer } from '../support/server.ts'

const region: Region = { code: '450600', name: '防城港市', level: 'city', sample: false }

function source(items: { code: string; name: string; note?: string }[], code = region.code): CatalogueSource {
  return {
    region: { ...region, code },
    departments: [{ id: 'd1', name: '市民政局' }],
    venues: [{ id: 'v1', name: '市政务服务中心', level: 'city' }],
    counters: [{ id: 'c1', venue: 'v1', name: '1号窗口' }],
    items: items.map(({ code: itemCode, name, note }) => ({
      code: itemCode,
      name,
      department: 'd1',
      disclosures: note === undefined ? {} : { conditions: note },
      places: [{ venue: 'v1', counter: 'c1' }],
    })),
  }
}
const many = (changed = 0) =>
  source(
    Array.from({ length: 300 }, (_, i) => ({
      code: `item-${i}`,
      name: `第${i}号居住证办理`,
      note: `第${i}项的受理条件${i < changed ? '，已修订' : ''}：${createHash('sha256').update(String(i)).digest('hex')}`,
    })),
  )

/** Enough text for several chunks. */
const large = (code: string) =>
  source(
    Array.from({ length: 500 }, (_, i) => ({
      code: `item-${i}`,
      name: `第${i}号居住证办理`,
      note: Array.from({ length: 12 }, (_, n) =>
        createHash('sha256').update(`${code} ${i} ${n}`).digest('base64'),
      ).join('；'),
    })),
    code,
  )

/** The bytes as they are on the wire, whatever their coding. */
async function wire(
  url: string,
  encoding?: string,
): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    httpRequest(
      url,
      { headers: encoding === undefined ? {} : { 'accept-encoding': encoding } },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body: Buffer.concat(parts),
          }),
        )
      },
    )
      .on('error', reject)
      .end()
  })
}

describe('publishing', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer()
  })
  afterAll(() => server.close())
  const manifest = async (code = region.code) =>
    v.parse(CatalogueManifest, await (await fetch(server.url + routes.manifest(code))).json())
  const file = async (url: string) => (await (await fetch(server.url + url)).json()) as unknown

  it('refuses a region it does not know', async () => {
    for (const path of [
      routes.manifest('999999'),
      routes.board('999999'),
      '/api/v1/regions/999999/open-data/items.csv',
    ]) {
      const response = await fetch(server.url + path)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ code: 'unknownRegion' })
    }
  })

  it('serves one immutable file in three codings, and 304 to a phone on the newest version', async () => {
    await publishCatalogue(server.context, many())
    const first = await manifest()
    expect(first).toMatchObject({
      version: 1,
      counts: { items: 300, departments: 1, venues: 1, counters: 1 },
      deltas: [],
    })

    const br = await wire(server.url + first.url, 'gzip, deflate, br')
    const gzip = await wire(server.url + first.url, 'br;q=0, gzip')
    const plain = await wire(server.url + first.url)
    expect(br.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': String(first.bytes),
      vary: 'accept-encoding',
    })
    expect(gzip.headers['content-encoding']).toBe('gzip')
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.body.length).toBe(first.plainBytes)
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true)
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true)
    expect(createHash('sha256').update(plain.body).digest('hex')).toBe(first.sha256)
    const catalogue = v.parse(CatalogueSchema, JSON.parse(plain.body.toString('utf8')))
    expect(catalogue.items[0]).toMatchObject({ code: 'item-0', pinyin: 'di 0 hao ju zhu zheng ban li' })

    const again = await fetch(server.url + routes.manifest(region.code))
    const etag = again.headers.get('etag')!
    expect(again.headers.get('cache-control')).toBe('no-cache')
    const unchanged = await fetch(server.url + routes.manifest(region.code), {
      headers: { 'if-none-match': `W/${etag}` },
    })
    expect(unchanged.status).toBe(304)
    expect(await unchanged.text()).toBe('')
    const { status } = await wire(`${server.url}/api/v1/catalogue-files/${'0'.repeat(64)}.json`)
    expect(status).toBe(404)
  })

  it('publishes nothing for the same content, and a small delta for a small change', async () => {
    const whole = (await file((await manifest()).url)) as Catalogue
    expect(await publishCatalogue(server.context, many())).toMatchObject({ version: 1, changed: false })
    expect((await manifest()).version).toBe(1)
    // The region's own periods go with it, and a phone that has the catalogue hears of new ones.
    const etag = (await fetch(server.url + routes.manifest(region.code))).headers.get('etag') ?? ''
    expect((await manifest()).rules).toEqual(RULES)
    await setRules(server.context.db, region.code, { ...RULES, complaint: 7 }, new Date())
    const asked = await fetch(server.url + routes.manifest(region.code), {
      headers: { 'if-none-match': etag },
    })
    expect(asked.status).toBe(200)
    expect((await manifest()).rules).toEqual({ ...RULES, complaint: 7 })

    const published = await publishCatalogue(server.context, many(10))
    expect(published).toMatchObject({ version: 2, changed: true })
    const second = await manifest()
    const delta = v.parse(CatalogueDeltaSchema, await file(second.deltas[0]!.url))
    expect(second.deltas).toHaveLength(1)
    expect(second.deltas[0]!.bytes).toBeLessThan(10_000)
    expect(delta.items.put).toHaveLength(10)
    expect(delta).toMatchObject({
      from: 1,
      to: 2,
      items: { remove: [] },
      departments: { put: [], remove: [] },
    })
    expect(applyDelta(whole, delta)).toEqual(await file(second.url))
    expect((await loadCatalogue(server.context, region.code))?.version).toBe(2)
  })

  it('keeps deltas from the last versions only, each leading to the newest', async () => {
    const small = (i: number) =>
      source([{ code: 'a', name: '户口登记', note: `第${i}次修订` }, ...many().items.slice(0, 50)], '450602')
    const versions: Catalogue[] = []
    for (let i = 1; i <= DELTAS_FROM + 3; i++) {
      await publishCatalogue(server.context, small(i))
      versions.push((await loadCatalogue(server.context, '450602'))!)
    }
    const { version, deltas, url } = await manifest('450602')
    expect(version).toBe(DELTAS_FROM + 3)
    expect(deltas.map(({ from }) => from)).toEqual(
      Array.from({ length: DELTAS_FROM }, (_, i) => version - 1 - i),
    )
    for (const { from, url: deltaUrl } of deltas) {
      const delta = v.parse(CatalogueDeltaSchema, await file(deltaUrl))
      expect(applyDelta(versions[from - 1]!, delta)).toEqual(await file(url))
    }
    const kept = await server.context.db
      .selectFrom('catalogue_deltas')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('region', '=', '450602')
      .executeTakeFirstOrThrow()
    expect(kept.count).toBeLessThanOrEqual(2 * DELTAS_FROM)

    // Who is in the middle of a version's chunks finishes them as long as a delta leads on from there.
    const parts = await server.context.db
      .selectFrom('catalogue_versions as v')
      .leftJoin('catalogue_chunks as c', (join) =>
        join.onRef('c.region', '=', 'v.region').onRef('c.version', '=', 'v.version'),
      )
      .select(['v.version', 'heads', 'c.sha256'])
      .where('v.region', '=', '450602')
      .orderBy('v.version')
      .execute()
    const whole = parts.filter(({ heads, sha256 }) => heads !== null && sha256 !== null)
    expect(whole.map((part) => part.version)).toEqual(
      Array.from({ length: DELTAS_FROM + 1 }, (_, i) => version - DELTAS_FROM + i),
    )
    const status = async ({ items }: Catalogue) => {
      const { sha256 } = plainJson({ details: chunksOf(items)[0] })
      return (await fetch(server.url + routes.catalogueFile(sha256))).status
    }
    expect(await Promise.all(versions.slice(0, 4).map(status))).toEqual([404, 404, 200, 200])
  })

  it('serves every version in two parts, which together are the whole', async () => {
    await publishCatalogue(server.context, large('450603'))
    const { heads, url } = await manifest('450603')
    const whole = v.parse(CatalogueSchema, await file(url))
    const list = v.parse(CatalogueHeadsSchema, await file(heads!.url))
    expect(list.chunks.length).toBeGreaterThan(1)
    const onWire = await wire(server.url + heads!.url, 'br')
    expect(onWire.body.length).toBe(heads!.bytes)
    const joined = []
    for (const chunk of list.chunks) {
      const br = await wire(server.url + chunk.url, 'br')
      expect(br.headers).toMatchObject({
        'content-encoding': 'br',
        'cache-control': 'public, max-age=31536000, immutable',
        'content-length': String(chunk.bytes),
      })
      const plain = brotliDecompressSync(br.body)
      expect(plain.length).toBe(chunk.plainBytes)
      expect(createHash('sha256').update(plain).digest('hex')).toBe(chunk.sha256)
      const { details } = v.parse(CatalogueChunkSchema, JSON.parse(plain.toString('utf8')))
      expect(details).toHaveLength(chunk.items)
      for (const detail of details) joined.push(joinItem(list.heads[joined.length]!, detail))
    }
    const rest: Partial<typeof list> = { ...list }
    delete rest.heads
    delete rest.chunks
    expect({ ...rest, items: joined }).toEqual(whole)
    // What is offered for download is what a phone takes.
    const { regions } = v.parse(RegionList, await (await fetch(server.url + routes.regions())).json())
    const sum = list.chunks.reduce((bytes, chunk) => bytes + chunk.bytes, heads!.bytes)
    expect(regions.find(({ code }) => code === '450603')?.bytes).toBe(sum)
  })

  it('counts up by one although two publish at once', async () => {
    const before = (await manifest()).version
    await Promise.all([20, 30, 40].map((changed) => publishCatalogue(server.context, many(changed))))
    expect((await manifest()).version).toBe(before + 3)
  })

  it('refuses what contradicts itself, and publishes nothing of it', async () => {
    const before = (await manifest()).version
    const twice = source([
      { code: 'a', name: '甲' },
      { code: 'a', name: '乙' },
    ])
    await expect(publishCatalogue(server.context, twice)).rejects.toThrow('item appears twice: a')
    const lost = { ...source([{ code: 'a', name: '甲' }]), departments: [] }
    await expect(publishCatalogue(server.context, lost)).rejects.toThrow('unknown department')
    const nowhere = { ...source([{ code: 'a', name: '甲' }]), venues: [] }
    await expect(publishCatalogue(server.context, nowhere)).rejects.toThrow('no venue')
    expect((await manifest()).version).toBe(before)
  })

  it('lists the regions', async () => {
    const { regions } = v.parse(RegionList, await (await fetch(server.url + routes.regions())).json())
    expect(regions.map(({ code }) => code)).toEqual(['450600', '450602', '450603'])
    expect(regions[0]).toMatchObject({ name: '防城港市', items: 300, sample: false })
    expect(regions[0]!.bytes).toBeGreaterThan(0)
  })
})

describe('chunks', () => {
  const items = contentOf(
    source(
      Array.from({ length: 6000 }, (_, i) => ({
        code: `item-${i}`,
        name: `第${i}号居住证办理`,
        note: createHash('sha256').update(String(i)).digest('hex').repeat(8),
      })),
    ),
  ).items
  const named = (of: typeof items) => chunksOf(of).map((details) => plainJson({ details }).sha256)
  const news = (before: string[], after: string[]) => after.filter((name) => !before.includes(name)).length

  it('hold the details in their order, none too large', () => {
    const chunks = chunksOf(items)
    expect(chunks.flat()).toEqual(items.map(detailOf))
    for (const chunk of chunks.slice(0, -1)) {
      const bytes = Buffer.byteLength(JSON.stringify(chunk))
      expect(bytes).toBeGreaterThan(256_000)
      expect(bytes).toBeLessThan(680_000)
    }
    expect(chunksOf([])).toEqual([])
  })

  it('stay the same files but for where something changed', () => {
    const before = named(items)
    expect(before.length).toBeGreaterThan(10)
    const [first, ...rest] = items
    // A cut after so many items, or so many bytes, would move them all.
    expect(news(before, named(rest))).toBeLessThanOrEqual(2)
    expect(news(before, named([{ ...first!, code: 'more' }, ...items]))).toBeLessThanOrEqual(2)
    const edited = items.map((item, i) => (i === 1500 ? { ...item, result: '居住证' } : item))
    expect(news(before, named(edited))).toBeLessThanOrEqual(2)
    // Names are in the heads.
    expect(news(before, named(items.map((item) => ({ ...item, name: `${item.name}（新办）` }))))).toBe(0)
  })
})

describe('readings', () => {
  it.each([
    ['行政许可', 'xing zheng xu ke'],
    ['银行业务', 'yin hang ye wu'],
    ['重庆', 'chong qing'],
    ['企业重组', 'qi ye chong zu'],
    ['长期护理', 'chang qi hu li'],
    ['校长任职', 'xiao zhang ren zhi'],
    ['发卡企业备案', 'fa ka qi ye bei an'],
    ['行政给付', 'xing zheng ji fu'],
    ['种畜禽生产', 'zhong chu qin sheng chan'],
    ['女职工绿卡', 'nv zhi gong lv ka'],
    ['《出生医学证明》A类（12个）', 'chu sheng yi xue zheng ming a lei 12 ge'],
    ['ＡＢＣ', 'abc'],
    ['——', ''],
  ])('reads %s', (name, reading) => expect(readingOf(name)).toBe(reading))
})
