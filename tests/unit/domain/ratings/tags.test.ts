import { describe, expect, it } from 'vitest'
import { poor, RATING_TAGS, satisfied, tagsOfLevel } from '#domain/ratings/tags'
import { RATING_LEVELS } from '#domain/ratings/types'

describe('reason tags', () => {
  it('offers each level at most twelve, each once', () => {
    for (const level of RATING_LEVELS) {
      const tags = RATING_TAGS[level]
      expect(tags.length).toBeGreaterThan(3)
      expect(tags.length).toBeLessThanOrEqual(12)
      expect(new Set(tags).size).toBe(tags.length)
    }
  })

  it('drops what does not belong to the level', () => {
    expect(tagsOfLevel(1, ['rude', 'fast', 'unheardOf'])).toEqual(['rude'])
    expect(tagsOfLevel(5, ['rude', 'polite', 'fast'])).toEqual(['fast', 'polite'])
  })

  it('calls 2 and 1 poor, 3 and above satisfied', () => {
    expect(RATING_LEVELS.filter(poor)).toEqual([2, 1])
    expect(RATING_LEVELS.filter(satisfied)).toEqual([5, 4, 3])
  })
})
