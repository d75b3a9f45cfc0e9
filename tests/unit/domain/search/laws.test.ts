import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignReadings } from '#domain/catalogue/search/align'
import { normalise } from '#domain/catalogue/search/normalise'
import { createSearch } from '#domain/catalogue/search/search'
import { createProvinceSearch, departments, heads } from './names.ts'

const county = createSearch(heads, departments)
const province = createProvinceSearch(heads, departments)

const anItem = fc.nat({ max: heads.length - 1 })
/** A stretch of an item's name with at least `least` units left when normalised. */
const aPart = (least: number) =>
  fc
    .tuple(anItem, fc.nat(), fc.nat())
    .map(([index, a, b]) => {
      const { name } = heads[index]!
      const from = a % name.length
      return { index, part: name.slice(from, from + 1 + (b % (name.length - from))) }
    })
    .filter(({ part }) => normalise(part).length >= least)

const indexes = (query: string) => county.search(query).hits.map((hit) => hit.index)
/** How many hits are strictly better than this item's. */
const better = (query: string, index: number) => {
  const { hits } = county.search(query)
  const own = hits.find((hit) => hit.index === index)
  return own ? hits.filter((hit) => hit.score > own.score).length : Infinity
}

const aLetter = fc.constantFrom('a', 'e', 'i', 'o', 'u', 'b', 'd', 'g', 'k', 'm', 't')
const symbol = fc.constantFrom(...Array.from('abghjnsxzaiou施工许可证社保一件事 （A1'))
const syllables = (index: number) => heads[index]!.pinyin.split(' ')

/** The rule itself, tried at every place of the name in every way. */
function holds(head: (typeof heads)[number], word: string): boolean {
  const plain = normalise(head.name)
  const said = alignReadings(plain, head.pinyin)
  const stands = (at: number, rest: string): boolean => {
    if (rest === '') return true
    if (at >= plain.length) return false
    // what stands there as typed is taken for itself and nothing else
    if (plain[at] === rest[0]) return stands(at + 1, rest.slice(1))
    const reading = said[at]!
    for (let length = 1; length <= reading.length; length++)
      if (rest.startsWith(reading.slice(0, length)) && stands(at + 1, rest.slice(length))) return true
    return false
  }
  return Array.from(plain, (_, at) => at).some((at) => stands(at, word))
}

describe('laws of search', () => {
  it('finds an item by any part of its name', () => {
    fc.assert(fc.property(aPart(1), ({ index, part }) => indexes(part).includes(index)))
  })

  it('finds an item by its readings in full, with or without spaces, and by their first letters', () => {
    for (let index = 0; index < heads.length; index++) {
      const whole = syllables(index)
      const initials = whole
        .map((one) => (/^[a-z]/.test(one) && !/^(pc|ii|cm)/.test(one) ? one[0] : one))
        .join('')
      expect(indexes(whole.slice(0, 8).join(' '))).toContain(index)
      expect(indexes(whole.join(''))).toContain(index)
      expect(indexes(initials)).toContain(index)
    }
  })

  it('finds an item in spite of one hanzi wrong, missing or too many where four or more are typed', () => {
    const slip = fc.constantFrom('wrong', 'missing', 'extra')
    const other = fc.constantFrom('的', '国', '大', '鑫', '好', '与', '龙', '字')
    fc.assert(
      fc.property(aPart(4), slip, fc.nat(), other, ({ index, part }, kind, where, hanzi) => {
        const word = Array.from(normalise(part)).slice(0, 12)
        fc.pre(word.every((unit) => /\p{Script=Han}/u.test(unit)))
        const at = where % word.length
        if (kind === 'extra') word.splice(at, 0, hanzi)
        else word.splice(at, 1, ...(kind === 'wrong' ? [hanzi] : []))
        // Three hanzi with one of them wrong are as near to dozens of names (…审批) as to the one that was meant.
        fc.pre(word.length >= 4)
        const query = word.join('')
        // what is now another word that several names hold is not a slip any more
        fc.pre(county.search(query).by === 'typo')
        expect(better(query, index)).toBeLessThan(10)
      }),
      { numRuns: 400 },
    )
  })

  it('finds an item in spite of one wrong letter in three or more syllables', () => {
    fc.assert(
      fc.property(anItem, fc.nat(), fc.nat(), aLetter, (index, from, at, letter) => {
        const whole = syllables(index)
        fc.pre(/^[\p{Script=Han}\p{P}]+$/u.test(heads[index]!.name) && whole.length > 3)
        const start = from % (whole.length - 3)
        const typed = Array.from(whole.slice(start, start + 4).join(''))
        typed[at % typed.length] = letter
        const query = typed.join('')
        fc.pre(county.search(query).by === 'typo')
        expect(better(query, index)).toBeLessThan(10)
      }),
      { numRuns: 400 },
    )
  })

  it('highlights only inside the name, in order, without overlap', () => {
    const query = fc.oneof(
      aPart(1).map(({ part }) => part),
      fc.tuple(aPart(1), aPart(1)).map(([a, b]) => `${a.part} ${b.part}`),
      anItem.map((index) => syllables(index).slice(0, 4).join('')),
      fc.string({ unit: symbol, maxLength: 12 }),
    )
    fc.assert(
      fc.property(query, (typed) => {
        for (const { index, ranges } of county.search(typed).hits) {
          let last = 0
          for (const [from, to] of ranges) {
            expect(from).toBeGreaterThanOrEqual(last)
            expect(to).toBeGreaterThan(from)
            last = to
          }
          expect(last).toBeLessThanOrEqual(heads[index]!.name.length)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('finds as written exactly what the rule says: each hanzi by itself, each letter by a reading begun', () => {
    const word = fc
      .tuple(anItem, fc.nat(), fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 7 }))
      .map(([index, from, cuts]) => {
        const plain = normalise(heads[index]!.name)
        const said = alignReadings(plain, heads[index]!.pinyin)
        const start = from % plain.length
        return cuts
          .map((cut, i) => (cut === 0 ? plain[start + i] : said[start + i]?.slice(0, cut)) ?? '')
          .join('')
      })
    const spoilt = fc
      .tuple(word, fc.nat(), fc.constantFrom('a', 'i', 'o', 'g', '许', ''))
      .map(
        ([typed, at, other]) =>
          typed.slice(0, at % typed.length) + other + typed.slice((at % typed.length) + 1),
      )
    const engine = createSearch(heads, [])
    fc.assert(
      fc.property(fc.oneof(word, spoilt), (typed) => {
        fc.pre(normalise(typed) === typed && typed !== '' && !/\d/.test(typed))
        const { hits, by } = engine.search(typed)
        const expected = heads.flatMap((head, index) => (holds(head, typed) ? [index] : []))
        if (expected.length === 0) expect(hits.length === 0 || by === 'typo').toBe(true)
        else expect(hits.map(({ index }) => index)).toEqual(expect.arrayContaining(expected))
        // With fewer than three, near ones follow: they score less.
        if (expected.length > 2) expect(hits).toHaveLength(expected.length)
      }),
      { numRuns: 600 },
    )
  })

  it('answers the same from both engines', () => {
    const query = fc.oneof(
      aPart(1).map(({ part }) => part),
      aPart(4).map(({ part }) => part.replace(/(?<=^.)./u, '大')),
      anItem.map((index) => syllables(index).slice(1, 5).join('').replace('n', '')),
      fc.string({ unit: symbol, maxLength: 10 }),
    )
    const plain = (engine: typeof county, typed: string) => {
      const { hits, ...rest } = engine.search(typed, { limit: 20 })
      return { ...rest, hits: hits.map(({ index, score, ranges }) => ({ index, score, ranges })) }
    }
    fc.assert(
      fc.property(query, (typed) => {
        expect(plain(province, typed)).toEqual(plain(county, typed))
      }),
      { numRuns: 400 },
    )
  })
})
