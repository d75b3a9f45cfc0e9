import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { type PublicNotice, PublicNoticeList } from '#contract/public-notices'
import { routes } from '#contract/routes'
import { createCatalogueLibrary } from '#platform/catalogue-library'
import { createChanges } from '#platform/changes'
import { createDatabase, type Database } from '#platform/db'
import { createPublicReading } from '#platform/public-notices'
import { uuidv7 } from '#domain/receipts/id'
import { TransportError, type Transport } from '#sync/ports'

const REGION = '999001'
const id = (n: number) => uuidv7(Date.parse('2026-11-23T06:30:00Z') + n, new Uint8Array(16).fill(n))
const notice = (n: number): PublicNotice => ({
  id: id(n),
  year: 2026,
  number: n,
  title: `第 ${n} 号`,
  publishedAt: '2026-11-20T01:00:00.000Z',
  withdrawn: null,
  regionName: '试验县',
  text: `正文 ${n}`,
})
const scores = { year: 2026, asOf: '2026-11-20T01:00:00.000Z', departments: [], venues: [] }
const withdrawn = { at: '2026-11-22T01:00:00.000Z', because: '有误' }

/** A server with notices, newest first, whose line can be cut. */
function office(notices: PublicNotice[]) {
  const state = { notices, up: true, asked: [] as string[], code: 0 }
  const json = (status: number, body: object) =>
    Promise.resolve({ status, contentType: 'application/json', body: JSON.stringify(body) })
  const transport: Transport = {
    send({ path }) {
      if (!state.up) throw new TransportError('network', 'cut')
      state.asked.push(path)
      if (state.code)
        return json(state.code, { code: state.code === 404 ? 'unknownRegion' : 'unavailable', message: '' })
      if (path === routes.publicNotices(REGION))
        return json(200, v.parse(PublicNoticeList, { regionName: '试验县', notices: state.notices }))
      if (path === routes.scores(REGION)) return json(200, scores)
      const one = state.notices.find((other) => routes.publicNotice(REGION, other.id) === path)
      return one ? json(200, one) : json(404, { code: 'notFound', message: '' })
    },
  }
  return { state, transport }
}

let phones = 0
let database: Database
let now = 0
beforeEach(() => {
  database = createDatabase(`public-${++phones}`)
  now = Date.parse('2026-11-23T06:30:00Z')
})
const reading = (transport: Transport) => createPublicReading(database, transport, () => now)
const stored = () => database.read((db) => db.count('publicAnswers'))

describe('public notices on this phone', () => {
  it('are read without a network when they were read before, with the day they are of', async () => {
    const { state, transport } = office([5, 4, 3, 2, 1].map(notice))
    const mine = reading(transport)
    expect(await mine.list(REGION)).toMatchObject({
      stale: false,
      value: { notices: [{ number: 5 }, {}, {}, {}, {}] },
    })
    await mine.notice(REGION, id(1))
    await mine.scores(REGION)
    // The newest three come by themselves.
    await expect.poll(stored).toBe(6)
    state.up = false
    now += 86_400_000
    const again = reading(transport)
    const at = '2026-11-23T06:30:00.000Z'
    expect(await again.list(REGION)).toMatchObject({ stale: true, at, value: { regionName: '试验县' } })
    expect(await again.scores(REGION)).toEqual({ stale: true, at, value: scores })
    for (const n of [5, 4, 3, 1])
      expect(await again.notice(REGION, id(n))).toEqual({ stale: true, at, value: notice(n) })
    await expect(again.notice(REGION, id(2))).rejects.toMatchObject({ code: 'network' })
  })

  it('are the newest wherever the server can be asked, and fetched ahead once', async () => {
    const { state, transport } = office([1].map(notice))
    const mine = reading(transport)
    await mine.list(REGION)
    await expect.poll(stored).toBe(2)
    state.notices = [2, 1].map(notice)
    now += 1000
    expect(await mine.list(REGION)).toMatchObject({ stale: false, at: '2026-11-23T06:30:01.000Z' })
    await expect.poll(stored).toBe(3)
    expect(state.asked.filter((path) => path === routes.publicNotice(REGION, id(1)))).toHaveLength(1)
  })

  it('do not go on telling what was taken back', async () => {
    const { state, transport } = office([1].map(notice))
    const mine = reading(transport)
    await mine.list(REGION)
    await expect.poll(stored).toBe(2)
    state.notices = [{ ...notice(1), withdrawn, text: '' }]
    await mine.list(REGION)
    state.up = false
    await expect
      .poll(async () => (await mine.notice(REGION, id(1))).value)
      .toMatchObject({ withdrawn, text: '' })
  })

  it('are shown old when the server is ill, and not at all when it says that they are not there', async () => {
    const { state, transport } = office([1].map(notice))
    const mine = reading(transport)
    await mine.notice(REGION, id(1))
    state.code = 503
    expect(await mine.notice(REGION, id(1))).toMatchObject({ stale: true })
    state.code = 404
    await expect(mine.notice(REGION, id(1))).rejects.toMatchObject({ code: 'unknownRegion' })
  })

  it('go with their region', async () => {
    const { transport } = office([1].map(notice))
    await reading(transport).list(REGION)
    await expect.poll(stored).toBe(2)
    const library = createCatalogueLibrary(database, createChanges(`public-${phones}`), () => now)
    await library.remove('99900')
    expect(await stored()).toBe(2)
    await library.remove(REGION)
    expect(await stored()).toBe(0)
  })
})
