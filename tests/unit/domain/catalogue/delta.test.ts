import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyDelta, diffCatalogue, sameData } from '#domain/catalogue/delta'
import type { Catalogue, ServiceItem } from '#domain/catalogue/types'

const region = { code: '450600', name: '防城港市', level: 'city', sample: false } as const
const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j')
const word = fc.constantFrom('居住证办理', '护照签发', '供水报装')

const items = fc.uniqueArray(
  fc.record({
    code: id,
    name: word,
    department: id,
    pinyin: fc.constant(''),
    disclosures: fc.record({ conditions: word, feeStandard: word }, { requiredKeys: [] }),
  }),
  { selector: (item) => item.code },
) as fc.Arbitrary<ServiceItem[]>
const named = fc.uniqueArray(fc.record({ id, name: word, pinyin: fc.constant('') }), {
  selector: (entry) => entry.id,
})
const venues = fc.uniqueArray(fc.record({ id, name: word, level: fc.constantFrom('city', 'town') }), {
  selector: (entry) => entry.id,
})
const counters = fc.uniqueArray(fc.record({ id, venue: id, name: word }), { selector: (entry) => entry.id })
const catalogue = (version: number): fc.Arbitrary<Catalogue> =>
  fc.record({ departments: named, venues, counters, items }).map((lists) => ({
    region,
    version,
    publishedAt: `2026-11-0${version}T00:00:00.000Z`,
    ...lists,
  }))

describe('delta', () => {
  it('leads from any version to any other', () => {
    fc.assert(
      fc.property(catalogue(1), catalogue(2), (a, b) => {
        expect(applyDelta(a, diffCatalogue(a, b))).toEqual(b)
      }),
      { numRuns: 1000 },
    )
  })
  it('holds nothing that did not change', () => {
    fc.assert(
      fc.property(catalogue(1), catalogue(2), (a, b) => {
        const delta = diffCatalogue(a, b)
        for (const item of delta.items.put) expect(a.items).not.toContainEqual(item)
        for (const code of delta.items.remove) expect(b.items.map((item) => item.code)).not.toContain(code)
        const same = diffCatalogue(a, { ...a, version: 2 })
        expect(same.order).toBeUndefined()
        for (const list of [same.departments, same.venues, same.counters, same.items]) {
          expect(list).toEqual({ put: [], remove: [] })
        }
      }),
    )
  })
  it('tells the order only where putting at the end would not give it', () => {
    const [a, b] = fc
      .sample(
        catalogue(1).filter((value) => value.items.length > 2),
        1,
      )
      .map((value) => [value, { ...value, version: 2, items: value.items.toReversed() }])[0]! as [
      Catalogue,
      Catalogue,
    ]
    expect(diffCatalogue(a, b).order).toEqual(b.items.map((item) => item.code))
    const more = { ...a, version: 2, items: [...a.items, { ...a.items[0]!, code: 'new' }] }
    expect(diffCatalogue(a, more)).not.toHaveProperty('order')
  })
  it('survives the wire', () => {
    fc.assert(
      fc.property(catalogue(1), catalogue(2), (a, b) => {
        const wire = JSON.parse(JSON.stringify(diffCatalogue(a, b))) as ReturnType<typeof diffCatalogue>
        expect(applyDelta(a, wire)).toEqual(b)
      }),
    )
  })
  it('refuses what does not fit', () => {
    const [a, b] = [...fc.sample(catalogue(1), 1), ...fc.sample(catalogue(2), 1)] as [Catalogue, Catalogue]
    const delta = diffCatalogue(a, b)
    expect(() => applyDelta(b, delta)).toThrow('does not fit')
    expect(() => applyDelta({ ...a, region: { ...region, code: '1' } }, delta)).toThrow('does not fit')
    expect(() => diffCatalogue(a, { ...b, region: { ...region, code: '1' } })).toThrow('two regions')
    expect(() => applyDelta(a, { ...delta, order: ['gone'] })).toThrow('not there')
  })
})

describe('sameData', () => {
  it('does not mind the order of keys, but anything else', () => {
    expect(sameData({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true)
    expect(sameData({ a: 1 }, { a: 1, b: 2 })).toBe(false)
    expect(sameData([1, 2], [2, 1])).toBe(false)
    expect(sameData([], {})).toBe(false)
    expect(sameData({ a: undefined }, { b: undefined })).toBe(false)
    expect(sameData(null, {})).toBe(false)
  })
})
