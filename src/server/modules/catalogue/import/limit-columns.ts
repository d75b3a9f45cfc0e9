/** 法定时限 and 承诺时限 as tables hold them: a column each, one for both, with or without a unit beside them. */
import { sameData } from '#domain/catalogue/delta'
import { isPlaceholder } from '#domain/catalogue/disclosure'
import { limitText, parseLimit, parseLimits } from '#domain/catalogue/limits'
import type { DisclosedLimit, LimitUnit } from '#domain/catalogue/types'
import { present } from './draft.ts'
import type { RowReader } from './row-reader.ts'

function unitFromCell(text: string | undefined): LimitUnit | undefined {
  if (text === undefined) return undefined
  if (/^个?工作[日天]$/u.test(text)) return 'workday'
  if (/^(?:自然)?[日天]$/u.test(text)) return 'day'
  return /^(?:当场|即办)/u.test(text) ? 'onTheSpot' : undefined
}

/** One limit column: the words, or the number in the unit of its header, its unit column, or the caller. */
function limitOf(
  reader: RowReader,
  field: 'statutoryLimit' | 'promisedLimit',
  limitUnit: LimitUnit | undefined,
): DisclosedLimit | undefined {
  const text = reader.text(field)
  if (text === undefined) return undefined
  const unitText = reader.text(field === 'statutoryLimit' ? 'statutoryUnit' : 'promisedUnit')
  const unit = unitFromCell(unitText) ?? reader.unit(field) ?? limitUnit
  const bare = /^[0-9０-９]+$/u.test(text)
  if (bare && unitText !== undefined && unitFromCell(unitText) === undefined) {
    return { text: `${text}${unitText}` }
  }
  const read =
    unit === 'onTheSpot' && Number(text) === 0 ? { text, limit: { amount: 0, unit } } : parseLimit(text, unit)
  return bare && read.limit ? { text: limitText(read.limit), limit: read.limit } : read
}

/** What a row says of both, contradictions and what cannot be read flagged. `limitUnit` is that of bare numbers. */
export function limitsOf(
  reader: RowReader,
  limitUnit: LimitUnit | undefined,
): { statutoryLimit?: DisclosedLimit; promisedLimit?: DisclosedLimit } {
  const own = {
    statutory: limitOf(reader, 'statutoryLimit', limitUnit),
    promised: limitOf(reader, 'promisedLimit', limitUnit),
  }
  // a cell that holds both sides, in whichever column it stands
  for (const side of ['statutory', 'promised'] as const) {
    const cell = own[side]
    if (!cell || cell.limit) continue
    const both = parseLimits(cell.text)
    if (!both.statutory || !both.promised) continue
    const other = side === 'statutory' ? 'promised' : 'statutory'
    const theirs = own[other]?.limit
    const stated = both[other]
    if (theirs && !sameData(theirs, stated?.limit)) {
      reader.notes.flag(`${other}Limit`, reader.header(`${side}Limit`), 'limitContradicts', cell.text)
    } else own[other] = stated
    own[side] = both[side]
  }
  const shared = reader.text('limits')
  if (shared !== undefined) {
    const both = parseLimits(shared)
    own.statutory ??= both.statutory
    if (both.promised) own.promised ??= both.promised
    else if (!own.promised && !both.statutory) {
      own.promised = { text: shared }
      if (!isPlaceholder(shared))
        reader.notes.flag('promisedLimit', reader.header('limits'), 'limitUnlabelled', shared)
    }
  }
  for (const side of ['statutory', 'promised'] as const) {
    const limit = own[side]
    if (!limit || limit.limit || isPlaceholder(limit.text) || limit.text === shared) continue
    reader.notes.flag(`${side}Limit`, reader.header(`${side}Limit`), 'limitNotUnderstood', limit.text)
  }
  return present({ statutoryLimit: own.statutory, promisedLimit: own.promised })
}
