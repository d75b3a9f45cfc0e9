import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bookable,
  CLAUSES,
  counterBooking,
  type ScoreBooking,
  yearlyScore,
} from '#domain/inspections/yearly-score'

const booking = (id: string, clause: ScoreBooking['clause'], points: number): ScoreBooking => ({
  id,
  target: { kind: 'department', id: 'tax' },
  year: 2026,
  inspection: 'i1',
  clause,
  points,
})

describe('a yearly score', () => {
  it('begins at a hundred and loses what is booked, by clause', () => {
    expect(yearlyScore([]).score).toBe(100)
    const { score, deducted } = yearlyScore([
      booking('a', 'timeLimit', 2),
      booking('b', 'timeLimit', 0.5),
      booking('c', 'other', 1),
    ])
    expect(score).toBe(96.5)
    expect(deducted).toEqual({ firstContact: 0, timeLimit: 2.5, accountability: 0, other: 1 })
  })

  it('never falls below nothing', () => {
    expect(yearlyScore([booking('a', 'other', 70), booking('b', 'timeLimit', 70)]).score).toBe(0)
  })

  const bookings = fc.array(
    fc
      .tuple(fc.constantFrom(...CLAUSES), fc.integer({ min: 1, max: 500 }))
      .map(([clause, hundredths]) => booking(`${clause} ${hundredths}`, clause, hundredths / 100)),
    { maxLength: 20 },
  )
  it('does not care for order, and is whole again when everything is taken back', () => {
    fc.assert(
      fc.property(bookings, (all) => {
        expect(yearlyScore([...all].reverse())).toEqual(yearlyScore(all))
        const counters = all.map((one) => counterBooking(one, `-${one.id}`)!)
        expect(yearlyScore([...all, ...counters])).toEqual(yearlyScore([]))
      }),
    )
  })

  it('takes no counter-booking back', () => {
    const counter = counterBooking(booking('a', 'other', 3), 'b')!
    expect(counter).toMatchObject({ points: -3, reverses: 'a' })
    expect(counterBooking(counter, 'c')).toBeUndefined()
  })

  it('takes off no more than was found, under each clause', () => {
    const found = [
      { question: 'q1', points: 2, clause: 'timeLimit' as const },
      { question: 'q2', points: 1.5, clause: 'timeLimit' as const },
      { question: 'q3', points: 1 },
    ]
    const left = bookable(found, [booking('a', 'timeLimit', 3)])
    expect(left).toEqual({ firstContact: 0, timeLimit: 0.5, accountability: 0, other: 1 })
    expect(bookable(found, [booking('a', 'timeLimit', 3), booking('b', 'timeLimit', -3)]).timeLimit).toBe(3.5)
  })
})
