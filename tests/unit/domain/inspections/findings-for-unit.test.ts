import { describe, expect, it } from 'vitest'
import { findingsForUnit, thirdOfMonth } from '#domain/inspections/findings-for-unit'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'

describe('what a unit is told', () => {
  it('is the findings, without a word, a number or a photo of the supervisor’s', () => {
    const found = findingsForUnit(HALL_CHECKLIST, {
      'staffed.now': { kind: 'yesNo', value: 'no', note: '我坐在第三排', photos: ['a'.repeat(64)] },
      'staffed.empty': { kind: 'timer', value: 777 },
    })
    expect(found.map(({ question }) => question)).toEqual(['staffed.now', 'staffed.empty'])
    expect(found.map(({ answer }) => answer)).toEqual(['no', undefined])
    const told = JSON.stringify(found)
    for (const trace of ['第三排', 'aaaa', '777']) expect(told).not.toContain(trace)
  })

  it('says when only by the third of the month, in China', () => {
    expect(thirdOfMonth('2026-11-10T15:59:59Z')).toBe('2026-11-1')
    expect(thirdOfMonth('2026-11-10T16:00:00Z')).toBe('2026-11-2')
    expect(thirdOfMonth('2026-10-31T12:00:00Z')).toBe('2026-10-3')
  })
})
