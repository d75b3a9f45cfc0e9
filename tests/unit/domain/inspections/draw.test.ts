import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conflicted, type DrawInput, drawVisits } from '#domain/inspections/draw'
import { lot } from '#domain/inspections/lot'

const HALLS = [
  { id: 'city', departments: ['tax', 'land'] },
  { id: 'station', departments: ['police'] },
  { id: 'town', departments: [] },
]
const inputs = fc
  .record({
    count: fc.integer({ min: 0, max: 12 }),
    employers: fc.array(fc.constantFrom(null, 'police', 'tax'), { minLength: 12, maxLength: 12 }),
    lasts: fc.array(fc.constantFrom(null, 'city', 'station', 'town'), { minLength: 12, maxLength: 12 }),
    halls: fc.integer({ min: 1, max: 3 }),
    groupSize: fc.constantFrom(1 as const, 2 as const),
  })
  .map(({ count, employers, lasts, halls, groupSize }): DrawInput => ({
    supervisors: Array.from({ length: count }, (_, i) => ({
      id: `s${i}`,
      employer: employers[i] ?? null,
      last: lasts[i] ?? null,
      partners: [],
    })),
    venues: HALLS.slice(0, halls),
    groupSize,
  }))

describe('a draw', () => {
  it('comes out the same for whoever has the seed, in whatever order people are handed in', () => {
    fc.assert(
      fc.property(inputs, fc.string(), (input, seed) => {
        const again = { ...input, supervisors: [...input.supervisors].reverse() }
        expect(drawVisits(again, seed)).toEqual(drawVisits(input, seed))
      }),
    )
  })

  it('places everyone once, never with a declared conflict', () => {
    fc.assert(
      fc.property(inputs, fc.string(), (input, seed) => {
        const { groups, left } = drawVisits(input, seed)
        const placed = groups.flatMap(({ supervisors }) => supervisors)
        expect([...placed, ...left].sort()).toEqual(input.supervisors.map(({ id }) => id).sort())
        for (const { venue, supervisors, again } of groups) {
          const hall = input.venues.find(({ id }) => id === venue)!
          const members = supervisors.map((id) => input.supervisors.find((one) => one.id === id)!)
          expect(members.some((one) => conflicted(one, hall))).toBe(false)
          expect(supervisors.length).toBeLessThanOrEqual(input.groupSize === 1 ? 1 : 3)
          expect(again).toBe(members.some(({ last }) => last === venue))
        }
      }),
    )
  })

  it('sends nobody to the same hall twice in a row where there is another', () => {
    fc.assert(
      fc.property(inputs, fc.string(), (input, seed) => {
        for (const { supervisors, again } of drawVisits({ ...input, groupSize: 1 }, seed).groups) {
          const one = input.supervisors.find(({ id }) => id === supervisors[0])!
          const others = input.venues.filter((hall) => hall.id !== one.last && !conflicted(one, hall))
          if (others.length > 0) expect(again).toBe(false)
        }
      }),
    )
  })

  it('rotates the groups: partners of last time are parted where that is possible', () => {
    const supervisors = ['a', 'b', 'c', 'd'].map((id) => ({
      id,
      employer: null,
      last: null,
      partners: { a: ['b'], b: ['a'], c: ['d'], d: ['c'] }[id] ?? [],
    }))
    for (let i = 0; i < 30; i++) {
      const { groups } = drawVisits({ supervisors, venues: HALLS, groupSize: 2 }, `seed ${i}`)
      const pairs = groups.map((group) => group.supervisors.join(''))
      expect(pairs).not.toContain('ab')
      expect(pairs).not.toContain('cd')
    }
  })

  it('uses halls evenly', () => {
    const supervisors = Array.from({ length: 9 }, (_, i) => ({
      id: `s${i}`,
      employer: null,
      last: null,
      partners: [],
    }))
    const { groups } = drawVisits({ supervisors, venues: HALLS, groupSize: 1 }, 'x')
    for (const { id } of HALLS) expect(groups.filter(({ venue }) => venue === id)).toHaveLength(3)
  })

  it('leaves out who may go nowhere', () => {
    const police = { id: 'p', employer: 'police', last: null, partners: [] }
    expect(drawVisits({ supervisors: [police], venues: [HALLS[1]!], groupSize: 1 }, 'x')).toEqual({
      groups: [],
      left: ['p'],
    })
  })
})

describe('the lot', () => {
  it('is as likely for each', () => {
    const counts = [0, 0, 0]
    for (let i = 0; i < 3000; i++) {
      const drawn = lot(`seed ${i}`).below(3)
      counts[drawn] = (counts[drawn] ?? 0) + 1
    }
    // the 0.999999 quantile of χ² with two degrees of freedom is 27.6
    const chi = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect(chi).toBeLessThan(27.6)
  })
})
