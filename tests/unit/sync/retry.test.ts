import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ERROR_STATUS, type ErrorCode } from '#contract/errors'
import { backoff, judgeOperation, judgeRequest, LONGEST_WAIT_MS, mustWait } from '#sync/retry'

const codes = Object.keys(ERROR_STATUS) as ErrorCode[]

describe('retry', () => {
  it('keeps everything queued that says nothing about the content', () => {
    for (const code of ['network', 'timeout', 'badAnswer', 'wrongHash', 'unsupportedMedia'] as const)
      expect(judgeRequest({ code, message: '' })).toBe('retry')
    for (const code of codes) {
      const status = ERROR_STATUS[code]
      if ([401, 403, 404, 408, 425, 426, 429].includes(status) || status >= 500)
        expect(judgeRequest({ code, message: '', status })).toBe('retry')
    }
  })

  it('takes the server at its word where it objects to the content', () => {
    for (const code of ['invalid', 'bodyTooLarge', 'notAnImage'] as const)
      expect(judgeRequest({ code, message: '' })).toBe('refused')
  })

  it('does not blame a record for a body that may have been damaged on its way', () => {
    for (const code of ['badRequest', 'brokenJson'] as const)
      expect(judgeRequest({ code, message: '' })).toBe('unreadable')
  })

  it('decides for every code of an operation', () => {
    const retried = codes.filter((code) => judgeOperation(code) !== 'refused').sort()
    expect(retried).toEqual(
      [
        'blobsMissing',
        'clientTooOld',
        'internal',
        'storageFull',
        'tooManyRequests',
        'unauthenticated',
        'unavailable',
      ].sort(),
    )
  })

  it('backs off with full jitter below a ceiling that doubles, and honours Retry-After', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 0, max: 10 ** 9 }),
        (failures, draw, retryAfter) => {
          const ceiling = Math.min(600_000, 2000 * 2 ** Math.min(failures - 1, 20))
          const wait = backoff(failures, () => draw)
          expect(wait).toBeGreaterThanOrEqual(500)
          expect(wait).toBeLessThanOrEqual(ceiling)
          const asked = backoff(failures, () => draw, retryAfter)
          expect(asked).toBeGreaterThanOrEqual(Math.min(retryAfter, 3_600_000))
          expect(asked).toBeLessThanOrEqual(LONGEST_WAIT_MS)
        },
      ),
    )
  })

  it('does not wait for a time that only a clock put back can have written', () => {
    expect(mustWait(1000, 999)).toBe(true)
    expect(mustWait(1000, 1000)).toBe(false)
    expect(mustWait(LONGEST_WAIT_MS + 1001, 1000)).toBe(false)
  })
})
