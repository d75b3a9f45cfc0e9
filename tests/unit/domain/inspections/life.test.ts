import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  foldInspection,
  INSPECTION_STEPS,
  type InspectionEvent,
  isRefused,
  nextInspection,
} from '#domain/inspections/life'
import { INSPECTION_STATUSES } from '#domain/inspections/types'

const at = '2026-11-02T02:00:00.000Z'
const RECEIVE: InspectionEvent = { type: 'receive', at }
const ORDER: InspectionEvent = {
  type: 'order',
  at,
  rectification: 'r1',
  unit: 'tax',
  text: '整改',
  due: '2026-11-10',
}
const SUBSTANTIATE: InspectionEvent = { type: 'substantiate', at, reason: '属实' }
const REVISIT: InspectionEvent = { type: 'revisit', at: '2026-11-10T01:00:00.000Z', visit: 'v1' }
const REVISITED: InspectionEvent = { type: 'revisited', at, inspection: 'i2' }
const CLOSE: InspectionEvent = { type: 'close', at, note: '' }

const refusal = (...events: InspectionEvent[]) => {
  const last = events.pop()!
  const next = nextInspection(events.length > 0 ? foldInspection(events) : undefined, last)
  return isRefused(next) ? next.illegal : undefined
}

describe('the life of an inspection', () => {
  it('runs from receipt over rectification and revisit to its end', () => {
    expect(foldInspection([RECEIVE, SUBSTANTIATE, ORDER])).toEqual({
      status: 'rectification',
      rectification: { id: 'r1', unit: 'tax', due: '2026-11-10', round: 1, reported: false },
    })
    const report: InspectionEvent = { type: 'report', at, text: '已改' }
    const events = [RECEIVE, SUBSTANTIATE, ORDER, report, { ...REVISIT, at }, REVISITED]
    expect(foldInspection(events)).toMatchObject({ status: 'revisit', revisit: { inspection: 'i2' } })
    expect(foldInspection([...events, CLOSE]).status).toBe('closed')
    expect(foldInspection([...events, { ...ORDER, rectification: 'r2' }])).toEqual({
      status: 'rectification',
      rectification: { id: 'r2', unit: 'tax', due: '2026-11-10', round: 2, reported: false },
    })
  })

  it('goes back to the supervisor with a question, and on with their reply', () => {
    const ask: InspectionEvent = { type: 'ask', at, question: '哪个窗口？' }
    expect(foldInspection([RECEIVE, ask])).toEqual({ status: 'moreRequested', question: '哪个窗口？' })
    expect(foldInspection([RECEIVE, ask, { type: 'reply', at, text: '3号' }])).toEqual({ status: 'received' })
  })

  it('gives the unit its time: no revisit before its report and before the due date', () => {
    const early: InspectionEvent = { ...REVISIT, at: '2026-11-09T15:59:00.000Z' }
    expect(refusal(RECEIVE, SUBSTANTIATE, ORDER, early)).toMatch(/before the due date/)
    // 00:00 in China is 16:00 of the day before by UTC
    const onTheDay: InspectionEvent = { ...REVISIT, at: '2026-11-09T16:00:00.000Z' }
    expect(refusal(RECEIVE, SUBSTANTIATE, ORDER, onTheDay)).toBeUndefined()
  })

  it('does not order again, nor close in silence, before somebody has looked', () => {
    const before = [RECEIVE, SUBSTANTIATE, ORDER, REVISIT]
    expect(refusal(...before, ORDER)).toMatch(/before the revisit/)
    expect(refusal(...before, CLOSE)).toMatch(/without a reason/)
    expect(refusal(...before, { ...CLOSE, note: '大厅已撤并' })).toBeUndefined()
    // nobody went: another may be sent; somebody did: no more
    expect(refusal(...before, { ...REVISIT, visit: 'v2' })).toBeUndefined()
    expect(refusal(...before, REVISITED, { ...REVISIT, visit: 'v2' })).toMatch(/twice/)
  })

  it('refuses a log without receipt', () => {
    expect(() => foldInspection([])).toThrow('no events')
    expect(() => foldInspection([SUBSTANTIATE])).toThrow('before receive')
  })

  const anything = fc.array(
    fc.constantFrom<InspectionEvent>(
      RECEIVE,
      SUBSTANTIATE,
      ORDER,
      REVISIT,
      REVISITED,
      CLOSE,
      { type: 'dismiss', at, reason: '否' },
      { type: 'ask', at, question: '?' },
      { type: 'reply', at, text: '!' },
      { type: 'report', at, text: '已改' },
    ),
    { maxLength: 30 },
  )
  it('never leaves its statuses, and nothing follows the end, whatever is tried', () => {
    fc.assert(
      fc.property(anything, (tried) => {
        let state = foldInspection([RECEIVE])
        for (const event of tried) {
          const next = nextInspection(state, event)
          if (isRefused(next)) continue
          expect(state.status).not.toBe('closed')
          expect(INSPECTION_STATUSES).toContain(next.status)
          expect(INSPECTION_STEPS[state.status]).toContain(event.type)
          if (next.status === 'rectification' || next.status === 'revisit')
            expect(next.rectification).toBeDefined()
          expect(next.question !== undefined).toBe(next.status === 'moreRequested')
          state = next
        }
      }),
    )
  })
})
