import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseChineseNumeral, toChineseNumeral } from '#domain/catalogue/chinese-numerals'
import { limitText, parseLimit, parseLimits } from '#domain/catalogue/limits'

const workday = (amount: number) => ({ amount, unit: 'workday' })
const day = (amount: number) => ({ amount, unit: 'day' })
const onTheSpot = { amount: 0, unit: 'onTheSpot' }

describe('parseLimit', () => {
  it.each([
    ['20个工作日', workday(20)],
    ['20工作日', workday(20)],
    [' 20 个 工作日 ', workday(20)],
    ['20个工作日内', workday(20)],
    ['20个工作日。', workday(20)],
    ['７个工作日', workday(7)],
    ['十五个工作日', workday(15)],
    ['两个工作日', workday(2)],
    ['一百二十个工作日', workday(120)],
    ['不超过20个工作日', workday(20)],
    ['自受理之日起20个工作日内办结', workday(20)],
    ['法定时限：15个工作日', workday(15)],
    ['承诺5个工作日', workday(5)],
    ['20日（工作日）', workday(20)],
    ['20（工作日）', workday(20)],
    ['60日', day(60)],
    ['六十日', day(60)],
    ['30天', day(30)],
    ['45个自然日', day(45)],
    ['即办件', onTheSpot],
    ['即办', onTheSpot],
    ['当场办结', onTheSpot],
    ['当场', onTheSpot],
    ['立等可取', onTheSpot],
    ['0个工作日', onTheSpot],
    ['承诺时限：即办', onTheSpot],
  ])('understands %s', (text, limit) => {
    expect(parseLimit(text)).toEqual({ text, limit })
  })

  it.each([
    '2个月',
    '一年',
    '24小时',
    '0.5个工作日',
    '半个工作日',
    '5-10个工作日',
    '5至10个工作日',
    '15个工作日或20日',
    '20个工作日（不含公示）',
    '当日办结',
    '—',
    '',
    '无',
    '见窗口',
    '20',
    '15个工作日，可延长10个工作日',
    '99999个工作日',
    '一百五个工作日',
    '-5个工作日',
    '20个',
    '每月15日',
    '3月15日',
  ])('keeps %j as text', (text) => {
    expect(parseLimit(text)).toEqual({ text })
  })

  it('takes a bare whole number in the unit the source counts in, 0 as on the spot', () => {
    expect(parseLimit('20', 'workday').limit).toEqual(workday(20))
    expect(parseLimit('二十', 'day').limit).toEqual(day(20))
    expect(parseLimit('0', 'workday').limit).toEqual(onTheSpot)
    expect(parseLimit('60日', 'workday').limit).toEqual(day(60))
    expect(parseLimit('1.5', 'workday').limit).toBeUndefined()
  })

  it('reads back what limitText wrote, in either script and width', () => {
    const limit = fc.record({
      amount: fc.integer({ min: 1, max: 9999 }),
      unit: fc.constantFrom('workday', 'day'),
    })
    fc.assert(
      fc.property(limit, (value) => {
        const text = limitText(value)
        expect(parseLimit(text).limit).toEqual(value)
        const wide = text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
        expect(parseLimit(wide).limit).toEqual(value)
        const hanzi = text.replace(/[0-9]+/, (digits) => toChineseNumeral(Number(digits)))
        expect(parseLimit(hanzi).limit).toEqual(value)
      }),
    )
  })

  it('never throws, keeps the text, and obeys the invariant of TimeLimit on any text', () => {
    const sign = fc.constantFrom(...Array.from('0123456789十五百个工作日天法定承诺，；（）-~即办件月年 '))
    fc.assert(
      fc.property(fc.string({ unit: sign }), (text) => {
        const { limit, text: kept } = parseLimit(text, 'workday')
        expect(kept).toBe(text)
        if (limit) expect(limit.amount === 0).toBe(limit.unit === 'onTheSpot')
      }),
      { numRuns: 2000 },
    )
  })
})

describe('parseLimits', () => {
  it.each([
    ['法定15个工作日，承诺5个工作日', workday(15), workday(5)],
    ['法定时限：60日；承诺时限：即办', day(60), onTheSpot],
    ['法定时限:20个工作日\n承诺时限:5个工作日', workday(20), workday(5)],
    ['法定15个工作日承诺5个工作日', workday(15), workday(5)],
    ['20个工作日（法定）/5个工作日（承诺）', workday(20), workday(5)],
    ['承诺三个工作日、法定７个工作日', workday(7), workday(3)],
  ])('finds both in %s', (text, statutory, promised) => {
    const found = parseLimits(text)
    expect(found.statutory?.limit).toEqual(statutory)
    expect(found.promised?.limit).toEqual(promised)
  })

  it('keeps a side it does not understand as text', () => {
    expect(parseLimits('法定2个月，承诺5个工作日')).toEqual({
      statutory: { text: '法定2个月' },
      promised: { text: '承诺5个工作日', limit: workday(5) },
    })
    expect(parseLimits('法定15个工作日，承诺—')).toMatchObject({ statutory: { limit: workday(15) } })
  })

  it.each([
    '20个工作日',
    '法定15个工作日，承诺5个工作日，特殊情况10个工作日',
    '法定15日，法定20日',
    '—',
    '',
    '5个工作日（法定15个工作日）',
  ])('takes no side in %j', (text) => {
    expect(parseLimits(text).promised).toBeUndefined()
  })
})

describe('Chinese numerals', () => {
  it('goes there and back from 0 to 9,999', () => {
    for (let value = 0; value <= 9999; value++)
      expect(parseChineseNumeral(toChineseNumeral(value))).toBe(value)
  })
  it.each([
    ['十', 10],
    ['一十五', 15],
    ['两百', 200],
    ['一千零一十', 1010],
    ['一千零十', 1010],
    ['廿五', 25],
    ['〇', 0],
  ])('reads %s', (text, value) => expect(parseChineseNumeral(text)).toBe(value))
  it.each([
    '',
    '十十',
    '百',
    '百十',
    '一百五',
    '五五',
    '一百零',
    '零五',
    '一千五十',
    '一千零五百',
    '一零五',
    '万',
    '5',
  ])('refuses %j', (text) => expect(parseChineseNumeral(text)).toBeUndefined())
})
