import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { personalData, withoutPersonalData } from '#domain/cases/personal-data'

describe('personal data in a text', () => {
  it.each([
    ['请打 13812345678 找我', ['phone']],
    ['电话138-1234-5678。', ['phone']],
    ['+86 138 1234 5678', ['phone']],
    // the example number of GB 11643-1999 itself
    ['身份证11010519491231002X，已交', ['idNumber']],
    ['13812345678 和 11010519491231002x', ['phone', 'idNumber']],
    ['窗口电话 0770-2881234', []],
    ['受理号 20261123000123456789', []],
    ['身份证 110105194912310021', []], // check symbol wrong: some other number
    ['交了 50 元，等了 138 天', []],
    ['', []],
  ])('%s', (text, found) => {
    expect(personalData(text)).toEqual(found)
  })

  it('strikes out what is personal and nothing else', () => {
    expect(withoutPersonalData('打138-1234-5678，证号11010519491231002X，窗口0770-2881234')).toBe(
      '打＊＊＊，证号＊＊＊，窗口0770-2881234',
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(personalData(withoutPersonalData(text))).toEqual([])
        if (personalData(text).length === 0) expect(withoutPersonalData(text)).toBe(text)
      }),
    )
  })

  it('finds a mobile number in any surroundings that are not digits', () => {
    const words = fc.string().filter((text) => !/[\d -]/.test(text) && !/^[xX]/.test(text))
    fc.assert(
      fc.property(
        words,
        words,
        fc.integer({ min: 3, max: 9 }),
        fc.integer({ min: 0, max: 999_999_999 }),
        (a, b, d, rest) => {
          expect(personalData(`${a}1${d}${String(rest).padStart(9, '0')}${b}`)).toEqual(['phone'])
        },
      ),
    )
  })
})
