import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLEARLY, FEWEST, growingWords, logLikelihood } from '#domain/accountability/growing-words'
import { wordsOf } from '#server/modules/reports/segment'

const cases = (word: string, count: number, of: number) =>
  Array.from({ length: of }, (_, index) => new Set(index < count ? [word, '社保'] : ['社保']))

describe('growing words', () => {
  it('names the word that suddenly many write, and not the one that all have always written', () => {
    const grown = growingWords(cases('停电', 12, 40), cases('停电', 3, 120))
    expect(grown.map(({ word }) => word)).toEqual(['停电'])
    expect(grown[0]).toMatchObject({ now: 12, before: 3 })
  })

  it('gives the value that Dunning’s table gives for a pair of counts', () => {
    // 2·(Σ observed·ln(observed/expected)) of the table [[10, 90], [5, 195]], computed by hand
    const expected =
      2 * (10 * Math.log(10 / 5) + 90 * Math.log(90 / 95) + 5 * Math.log(5 / 10) + 195 * Math.log(195 / 190))
    expect(logLikelihood(10, 100, 5, 200)).toBeCloseTo(expected, 10)
  })

  it('never tells a word of fewer than five people, nor one that shrank, and is clear about each it tells', () => {
    const words = fc.array(
      fc
        .uniqueArray(fc.constantFrom('甲乙', '丙丁', '戊己', '庚辛'), { maxLength: 4 })
        .map((list) => new Set(list)),
      {
        maxLength: 60,
      },
    )
    fc.assert(
      fc.property(words, words, (now, before) => {
        for (const one of growingWords(now, before)) {
          expect(one.now).toBeGreaterThanOrEqual(FEWEST)
          expect(one.now / now.length).toBeGreaterThan(one.before / before.length)
          expect(one.score).toBeGreaterThan(CLEARLY)
        }
      }),
    )
  })

  it('says nothing where there is nothing to compare with', () => {
    expect(growingWords(cases('停电', 12, 40), [])).toEqual([])
    expect(growingWords([], cases('停电', 12, 40))).toEqual([])
  })
})

describe('words of a text', () => {
  it('are its words of two hanzi or more, once each, without what stands in every complaint', () => {
    const words = wordsOf('我们在窗口排队三个小时，排队的人很多，社保卡 还没有激活 13800138000')
    expect(words.has('排队')).toBe(true)
    expect(words.has('激活')).toBe(true)
    expect([...words].some((word) => /\d/.test(word))).toBe(false)
    for (const stop of ['我们', '窗口', '没有']) expect(words.has(stop)).toBe(false)
  })
})
