/** The list of regions as it is read by hand on a first visit, against the contract. */
import fc from 'fast-check'
import { safeParse } from 'valibot'
import { expect, test } from 'vitest'
import { RegionList } from '#contract/regions'
import { routes } from '#contract/routes'
import { readRegionList } from '#platform/region-list'
import { offeredRegions } from '#platform/regions'

const read = (answer: unknown) => {
  const parsed = safeParse(RegionList, answer)
  return parsed.success ? parsed.output : undefined
}
const GOOD = {
  code: '511602',
  name: '广安区',
  level: 'county',
  sample: false,
  version: 3,
  items: 1834,
  bytes: 250_000,
  publishedAt: '2026-11-01T08:00:00.000Z',
}
/** Each field right most of the time, else any other value, near misses among them. */
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('', 'a', '51 16', 'x'.repeat(33), 'village', 0, -1, 1.5, '3', null, '2026-13-01T08:00:00Z'),
  fc.constantFrom(
    '2026-11-01',
    '2026-11-01T08:00:00',
    '2026-11-01 08:00:00+0800',
    '2026-11-01T24:00:00Z',
    'aa',
  ),
)
const field = (value: unknown) => fc.oneof({ weight: 12, arbitrary: fc.constant(value) }, odd)
const offer = fc.record(Object.fromEntries(Object.entries(GOOD).map(([key, value]) => [key, field(value)])), {
  requiredKeys: ['code', 'name', 'level', 'sample', 'version', 'items', 'bytes'],
})
const answer = fc.oneof(
  { weight: 8, arbitrary: fc.record({ regions: fc.array(offer, { maxLength: 3 }), more: odd }) },
  fc.record({ regions: odd }),
  odd,
)

test('takes what the contract takes, and nothing else', () => {
  expect(readRegionList({ regions: [{ ...GOOD, more: 1 }], more: 1 })).toEqual({ regions: [GOOD] })
  fc.assert(
    fc.property(answer, (value) => {
      expect(readRegionList(value)).toEqual(read(value))
    }),
    { numRuns: 3_000 },
  )
})

test('asks where the contract says, and why there is no list when there is none', async () => {
  const real = globalThis.fetch
  const asked: string[] = []
  const reply = (body: string, status: number) => {
    globalThis.fetch = (input) => {
      asked.push(input as string)
      return Promise.resolve(new Response(body, { status, headers: { 'content-type': 'application/json' } }))
    }
  }
  try {
    reply(JSON.stringify({ regions: [GOOD] }), 200)
    expect(await offeredRegions()).toEqual({ regions: [GOOD] })
    expect(asked).toEqual([routes.regions()])
    reply(JSON.stringify({ code: 'tooManyRequests', message: 'later' }), 429)
    await expect(offeredRegions()).rejects.toMatchObject({ code: 'tooManyRequests' })
    reply('<html>', 200)
    await expect(offeredRegions()).rejects.toMatchObject({ code: 'badAnswer' })
    globalThis.fetch = () => Promise.reject(new TypeError('no line'))
    await expect(offeredRegions()).rejects.toMatchObject({ code: 'network' })
  } finally {
    globalThis.fetch = real
  }
})
