import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textSimilarity } from '#domain/cases/similarity'

describe('how alike two texts are', () => {
  it('is high for the same matter in other words, low for another matter', () => {
    const one = '10月9日在综合窗口办施工许可证，窗口另要一份清单上没有的证明，不给就不收件。'
    const same = '在综合窗口办施工许可证，工作人员另要一份清单上没有的证明，不收件！'
    const other = '婚姻登记处周五下午没有人，等了四十分钟。'
    expect(textSimilarity(one, same)).toBeGreaterThan(0.6)
    expect(textSimilarity(one, other)).toBeLessThan(0.1)
  })

  it('does not look at spaces, punctuation or capitals', () => {
    expect(textSimilarity('办 A 证，三次', '办a证三次。')).toBe(1)
    expect(textSimilarity('', '')).toBe(0)
    expect(textSimilarity('一', '一')).toBe(0)
  })

  it('is symmetric, between 0 and 1, and 1 with itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const both = textSimilarity(a, b)
        expect(both).toBe(textSimilarity(b, a))
        expect(both).toBeGreaterThanOrEqual(0)
        expect(both).toBeLessThanOrEqual(1)
        expect([0, 1]).toContain(textSimilarity(a, a))
      }),
    )
  })
})
