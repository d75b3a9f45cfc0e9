import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type FollowUpEvent,
  foldFollowUp,
  mayFollow,
  nextFollowUp,
  NOTHING_YET,
} from '#domain/ratings/follow-up'

const at = '2026-11-24T02:00:00.000Z'
const call: FollowUpEvent = { type: 'contact', at, how: 'phone', when: at, reached: true }
const remedy: FollowUpEvent = { type: 'remedy', at, text: '已退还。' }
const rate = (level: 1 | 4, again: boolean): FollowUpEvent => ({ type: 'rateRemedy', at, level, again })
const appeal: FollowUpEvent = { type: 'appeal', at, reason: '不实' }
const uphold: FollowUpEvent = { type: 'uphold', at, reason: '属实' }
const reject: FollowUpEvent = { type: 'reject', at, reason: '不属实' }
const EVENTS = [
  call,
  remedy,
  { ...remedy, type: 'explain' as const },
  rate(4, false),
  rate(1, true),
  rate(1, false),
  appeal,
  uphold,
  reject,
]

describe('the follow-up of a poor rating', () => {
  it('goes from the call over the remedy to what the complainant thinks of it', () => {
    expect(foldFollowUp([]).status).toBe('open')
    expect(foldFollowUp([call]).status).toBe('contacted')
    expect(foldFollowUp([call, remedy]).status).toBe('remedied')
    expect(foldFollowUp([call, remedy, rate(4, false)])).toEqual({
      status: 'settled',
      appeal: 'none',
      again: false,
      remedyLevel: 4,
    })
  })

  it('puts nothing right before somebody was called', () => {
    expect(nextFollowUp(NOTHING_YET, remedy)).toBeUndefined()
  })

  it('starts again once, and only once', () => {
    const again = [call, remedy, rate(1, true)]
    expect(foldFollowUp(again)).toMatchObject({ status: 'open', again: true, remedyLevel: 1 })
    const twice = foldFollowUp([...again, call, remedy])
    expect(nextFollowUp(twice, rate(1, true))).toBeUndefined()
    expect(nextFollowUp(twice, rate(1, false))?.status).toBe('settled')
  })

  it('may be appealed once; upheld it ends there, rejected it goes on', () => {
    const pending = foldFollowUp([call, appeal])
    expect(pending).toMatchObject({ status: 'contacted', appeal: 'pending' })
    expect(nextFollowUp(pending, appeal)).toBeUndefined()
    expect(foldFollowUp([call, appeal, uphold])).toMatchObject({ status: 'settled', appeal: 'upheld' })
    const rejected = foldFollowUp([call, appeal, reject])
    expect(rejected).toMatchObject({ status: 'contacted', appeal: 'rejected' })
    expect(mayFollow(rejected, 'appeal')).toBe(false)
    expect(mayFollow(rejected, 'remedy')).toBe(true)
  })

  it('is refused a log that cannot be', () => {
    expect(() => foldFollowUp([remedy])).toThrow(/corrupt/)
  })

  it('decides an appeal once, and never goes on after it was upheld, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 25 }), (tried) => {
        let state = foldFollowUp([])
        const taken: FollowUpEvent[] = []
        for (const event of tried) {
          const next = nextFollowUp(state, event)
          if (!next) continue
          expect(state.appeal).not.toBe('upheld')
          taken.push(event)
          state = next
        }
        expect(foldFollowUp(taken)).toEqual(state)
        const count = (types: string[]) => taken.filter(({ type }) => types.includes(type)).length
        expect(count(['appeal'])).toBeLessThanOrEqual(1)
        expect(count(['uphold', 'reject'])).toBeLessThanOrEqual(count(['appeal']))
        expect(taken.filter((event) => event.type === 'rateRemedy' && event.again).length).toBeLessThan(2)
      }),
    )
  })
})
