/** Chinese numerals as offices write them: 五, 十五, 二十, 一百零八, 两千三百. */

const DIGITS = '〇一二三四五六七八九'
const TENS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/**
 * The whole number 0 to 9,999 that `text` writes in Chinese, or undefined where it writes none. Strict: units go down
 * (百十 is no number), a skipped unit needs 零 (一百零五, not 一百五, which people read as 150).
 */
export function parseChineseNumeral(text: string): number | undefined {
  const signs = text
    .replaceAll('零', '〇')
    .replaceAll('两', '二')
    .replaceAll('廿', '二十')
    .replaceAll('卅', '三十')
  if (signs === '〇') return 0
  let total = 0
  let digit: number | undefined
  let lastUnit = 10_000
  let zero = false
  for (const sign of signs) {
    const unit = TENS[sign]
    if (unit !== undefined) {
      if (unit >= lastUnit) return undefined
      if (digit === undefined && !(unit === 10 && (total === 0 || zero))) return undefined
      if (total > 0 && zero === (lastUnit / unit === 10)) return undefined
      total += (digit ?? 1) * unit
      lastUnit = unit
      digit = undefined
      zero = false
    } else if (sign === '〇') {
      if (zero || digit !== undefined || total === 0 || lastUnit <= 10) return undefined
      zero = true
    } else {
      const value = DIGITS.indexOf(sign)
      if (value < 1 || digit !== undefined) return undefined
      digit = value
    }
  }
  if (digit === undefined) return zero || total === 0 ? undefined : total
  if (total > 0 && zero === (lastUnit === 10)) return undefined
  return total + digit
}

/** `parseChineseNumeral` backwards, for whole numbers 0 to 9,999. */
export function toChineseNumeral(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > 9999) throw new RangeError(`no numeral for ${value}`)
  if (value === 0) return '零'
  let text = ''
  let rest = value
  let skipped = false
  for (const [sign, unit] of [
    ['千', 1000],
    ['百', 100],
    ['十', 10],
    ['', 1],
  ] as const) {
    const digit = Math.floor(rest / unit)
    rest %= unit
    if (digit === 0) {
      skipped = text !== ''
      continue
    }
    if (skipped) text += '零'
    skipped = false
    text += (unit === 10 && digit === 1 && text === '' ? '' : (DIGITS[digit] ?? '')) + sign
  }
  return text
}
