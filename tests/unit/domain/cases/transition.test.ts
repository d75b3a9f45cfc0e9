import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALLOWED, foldCase, isIllegal, nextState } from '#domain/cases/transition'
import { CASE_STATUSES, type CaseEvent, type CaseState } from '#domain/cases/types'

type Step = CaseEvent extends infer E ? (E extends { at: string } ? Omit<E, 'at'> : never) : never
const at = (day: number, step: Step): CaseEvent => ({
  ...step,
  at: new Date(Date.UTC(2026, 10, 2 + day, 1)).toISOString(),
})

/** The usual way up to `assigned`: filed on Monday 2 November 2026. */
const assigned = [
  at(0, { type: 'submit', due: '2026-11-03' }),
  at(1, { type: 'accept', due: '2026-11-17' }),
  at(1, { type: 'assign', unit: 'tax', due: '2026-11-17' }),
]
const answered = [...assigned, at(4, { type: 'answer', text: 'done' })]
const illegal = (events: CaseEvent[], event: CaseEvent) => {
  const next = nextState(events.length ? foldCase(events) : undefined, event)
  return isIllegal(next) ? next.illegal : undefined
}

describe('a case', () => {
  it('runs from filing to closing', () => {
    expect(foldCase(assigned)).toEqual({
      status: 'assigned',
      unit: 'tax',
      due: '2026-11-17',
      transfers: 0,
      extensions: 0,
      reopened: false,
    })
    expect(foldCase(answered).due).toBeUndefined()
    const closed = foldCase([...answered, at(5, { type: 'confirm' }), at(5, { type: 'close' })])
    expect(closed.status).toBe('closed')
  })

  it('keeps the first decision due from filing on', () => {
    expect(foldCase(assigned.slice(0, 1))).toMatchObject({ status: 'submitted', due: '2026-11-03' })
  })

  it('is declined with the rule named, and then only closed', () => {
    const declined = [
      at(0, { type: 'submit' }),
      at(1, { type: 'decline', reason: 'in court', rule: '信访工作条例 26' }),
    ]
    expect(foldCase(declined).status).toBe('declined')
    expect(illegal(declined, at(2, { type: 'assign', unit: 'tax', due: '2026-11-20' }))).toBe(
      'assign when declined',
    )
  })

  it('counts every transfer, and refuses one to the unit that has it', () => {
    const kicked = [
      ...assigned,
      at(2, { type: 'transfer', unit: 'land', reason: 'not ours', due: '2026-11-17' }),
      at(3, { type: 'transfer', unit: 'tax', reason: 'not ours', due: '2026-11-17' }),
    ]
    expect(foldCase(kicked)).toMatchObject({ transfers: 2, unit: 'tax', status: 'assigned' })
    expect(illegal(kicked, at(3, { type: 'transfer', unit: 'tax', reason: '', due: '2026-11-18' }))).toBe(
      'transfer to the unit that has it',
    )
  })

  it('stops the clock while it waits for the citizen, and moves the due date by that time', () => {
    const paused = [...assigned, at(2, { type: 'requestMore', question: 'which counter?' })]
    expect(foldCase(paused).status).toBe('moreRequested')
    expect(foldCase(paused).due).toBeUndefined()
    // Wednesday 4 to Tuesday 10 November: four workdays
    const supplied = foldCase([...paused, at(8, { type: 'supply', text: 'counter 3', photos: [] })])
    expect(supplied).toMatchObject({ status: 'assigned', unit: 'tax', due: '2026-11-23' })
    expect(supplied.pause).toBeUndefined()
  })

  it('goes back after a pause to where it was', () => {
    const fresh = [
      at(0, { type: 'submit', due: '2026-11-03' }),
      at(0, { type: 'requestMore', question: '?' }),
    ]
    expect(foldCase([...fresh, at(0, { type: 'supply', text: 'x', photos: [] })])).toMatchObject({
      status: 'submitted',
      due: '2026-11-03',
    })
  })

  it('is extended only before expiry and only to a later date', () => {
    const extend = (day: number, due: string) => at(day, { type: 'extend', reason: 'survey', due })
    expect(foldCase([...assigned, extend(15, '2026-11-24')])).toMatchObject({
      due: '2026-11-24',
      extensions: 1,
    })
    expect(illegal(assigned, extend(16, '2026-11-24'))).toBe('extend after expiry')
    expect(illegal(assigned, extend(3, '2026-11-17'))).toBe('extend to no later date')
  })

  it('is reopened once', () => {
    const again = [
      ...answered,
      at(5, { type: 'reopen', reason: 'not solved', due: '2026-11-23' }),
      at(6, { type: 'answer', text: 'once more' }),
    ]
    expect(foldCase(again)).toMatchObject({ status: 'answered', reopened: true })
    expect(illegal(again, at(7, { type: 'reopen', reason: 'still', due: '2026-12-01' }))).toBe('reopen twice')
  })

  it('joins another case once, and stays where it is with its own clock', () => {
    const joined = [...assigned, at(2, { type: 'merge', into: 'main' })]
    expect(foldCase(joined)).toEqual({ ...foldCase(assigned), mergedInto: 'main' })
    expect(illegal(joined, at(3, { type: 'merge', into: 'other' }))).toBe('merge twice')
    expect(illegal(answered, at(5, { type: 'merge', into: 'main' }))).toBe('merge when answered')
    expect(foldCase([...joined, at(4, { type: 'answer', text: 'done' })]).mergedInto).toBe('main')
  })

  it('leaves the case it follows whatever it waits for, with its own clock, and may follow one again', () => {
    const separate = (day: number) => at(day, { type: 'separate', reason: 'another counter' })
    const joined = [...assigned, at(2, { type: 'merge', into: 'main' })]
    expect(foldCase([...joined, separate(3)])).toEqual(foldCase(assigned))
    const asked = [...joined, at(3, { type: 'requestMore', question: '?' }), separate(4)]
    expect(foldCase(asked)).toMatchObject({ status: 'moreRequested', pause: { due: '2026-11-17' } })
    expect(foldCase([...joined, at(4, { type: 'answer', text: 'done' }), separate(5)])).toEqual(
      foldCase(answered),
    )
    const again = [...joined, separate(3), at(4, { type: 'merge', into: 'other' })]
    expect(foldCase(again).mergedInto).toBe('other')
    expect(illegal(assigned, separate(3))).toBe('separate when it follows none')
    expect(illegal([...joined, separate(3)], separate(4))).toBe('separate when it follows none')
    expect(illegal([...joined, at(3, { type: 'withdraw' })], separate(4))).toBe('separate when withdrawn')
  })

  it('begins with being filed, once', () => {
    expect(illegal([], at(0, { type: 'accept' }))).toBe('accept before submit')
    expect(illegal(assigned, at(1, { type: 'submit' }))).toBe('submit when assigned')
    expect(() => foldCase([])).toThrow('no events')
    expect(() => foldCase([at(0, { type: 'answer', text: '' })])).toThrow('answer before submit')
  })
})

const steps = fc.oneof(
  ...(
    [
      { type: 'submit' },
      { type: 'accept', due: '2026-11-17' },
      { type: 'decline', reason: 'r', rule: 'r' },
      { type: 'requestMore', question: 'q' },
      { type: 'supply', text: 't', photos: [] },
      { type: 'answer', text: 'a' },
      { type: 'confirm' },
      { type: 'reopen', reason: 'r', due: '2026-12-04' },
      { type: 'withdraw' },
      { type: 'close' },
      { type: 'merge', into: 'another' },
      { type: 'separate', reason: 'r' },
    ] satisfies Step[]
  ).map((step) => fc.constant<Step>(step)),
  fc.constantFrom('a', 'b').map((unit): Step => ({ type: 'assign', unit, due: '2026-11-17' })),
  fc.constantFrom('a', 'b').map((unit): Step => ({ type: 'transfer', unit, reason: 'r', due: '2026-11-17' })),
  fc
    .nat(30)
    .map((n): Step => ({ type: 'extend', reason: 'r', due: `2026-11-${String(n + 1).padStart(2, '0')}` })),
)
/** Any events in any order, in growing time. */
const storm = fc.array(fc.tuple(steps, fc.nat(3)), { maxLength: 60 })

/** Applies what is legal, skips what is not; tells every state on the way with the event that led there. */
function run(events: [Step, number][]): { state: CaseState; by: CaseEvent }[] {
  const seen: { state: CaseState; by: CaseEvent }[] = []
  let state: CaseState | undefined
  let day = 0
  for (const [step, pause] of [[{ type: 'submit' }, 0] as [Step, number], ...events]) {
    day += pause
    const event = at(day, step)
    const before = structuredClone(state)
    const next = nextState(state, event)
    expect(state).toEqual(before) // pure
    if (isIllegal(next)) continue
    state = next
    seen.push({ state, by: event })
  }
  return seen
}

describe('whatever happens, in whatever order', () => {
  it('no sequence leads to an illegal state', () => {
    fc.assert(
      fc.property(storm, (events) => {
        let last: CaseState | undefined
        for (const { state, by } of run(events)) {
          expect(CASE_STATUSES).toContain(state.status)
          expect('pause' in state).toBe(state.status === 'moreRequested')
          if (['assigned', 'reopened'].includes(state.status)) expect(state.unit && state.due).toBeTruthy()
          if (!['submitted', 'accepted', 'assigned', 'reopened'].includes(state.status)) {
            expect(state.due).toBeUndefined()
          }
          if (last) {
            expect(ALLOWED[last.status] as readonly string[]).toContain(by.type)
            expect(state.transfers - last.transfers).toBe(by.type === 'transfer' ? 1 : 0)
            expect(last.reopened && !state.reopened).toBe(false)
            if (last.mergedInto && by.type !== 'separate') expect(state.mergedInto).toBe(last.mergedInto)
          }
          last = state
        }
      }),
      { numRuns: 500 },
    )
  })

  it('reopens at most once, and nothing follows an end', () => {
    fc.assert(
      fc.property(storm, (events) => {
        const seen = run(events)
        expect(seen.filter(({ by }) => by.type === 'reopen').length).toBeLessThanOrEqual(1)
        const end = seen.findIndex(({ state }) => ['closed', 'withdrawn'].includes(state.status))
        if (end >= 0) expect(end).toBe(seen.length - 1)
      }),
      { numRuns: 500 },
    )
  })

  it('ends as if it had never followed another, once it has left it', () => {
    fc.assert(
      fc.property(storm, (events) => {
        const log = run(events).map(({ by }) => by)
        const alone = log.filter(({ type }) => type !== 'merge' && type !== 'separate')
        const { mergedInto, ...own } = foldCase(log)
        expect(own).toEqual(foldCase(alone))
        const [joins, leaves] = ['merge', 'separate'].map(
          (type) => log.filter((event) => event.type === type).length,
        )
        expect(joins! - leaves!).toBe(mergedInto === undefined ? 0 : 1)
      }),
      { numRuns: 500 },
    )
  })

  it('folds the legal log to the same state', () => {
    fc.assert(
      fc.property(storm, (events) => {
        const seen = run(events)
        expect(foldCase(seen.map(({ by }) => by))).toEqual(seen.at(-1)!.state)
      }),
    )
  })

  it('reaches every status, and every status by a legal way only', () => {
    const reached = new Set<string>(['submitted'])
    const after: Record<string, string[]> = {
      accept: ['accepted'],
      decline: ['declined'],
      assign: ['assigned'],
      transfer: [],
      requestMore: ['moreRequested'],
      supply: [],
      extend: [],
      answer: ['answered'],
      confirm: ['confirmed'],
      reopen: ['reopened'],
      withdraw: ['withdrawn'],
      close: ['closed'],
      merge: [],
      separate: [],
    }
    for (let grown = true; grown;) {
      const before = reached.size
      for (const status of [...reached])
        for (const event of ALLOWED[status as CaseState['status']])
          for (const next of after[event]!) reached.add(next)
      grown = reached.size > before
    }
    expect([...reached].sort()).toEqual([...CASE_STATUSES].sort())
  })
})
