/** 时限: reads what offices write. What is not understood in full stays text: a limit is never guessed. */
import { parseChineseNumeral } from './chinese-numerals.ts'
import { isPlaceholder } from './disclosure.ts'
import type { DisclosedLimit, LimitUnit, TimeLimit } from './types.ts'

const ON_THE_SPOT =
  /^(?:即办件?|即办即结|即时办[结理]?|即时|当场|当场(?:即时)?(?:办结|办理|办|受理并办结|作出决定|出具|答复|核发|领取)|现场办结|立等可取|马上办)$/u
const NUMBER = '[0-9]{1,4}|[〇零一二两三四五六七八九十百千廿卅]+'
const WORKDAY = '个?工作(?:日|天)|个?(?:日|天)\\(工作(?:日|天)\\)|\\(个?工作(?:日|天)\\)'
const DAY = '个?(?:自然|日历)(?:日|天)|日|天|个?(?:日|天)\\(自然(?:日|天)\\)|\\(自然日\\)'
const BEFORE =
  '(?:(?:法定|承诺)?(?:办结|办理|审批)?(?:时限|期限|时间)?[:为是]?)(?:自?(?:正式)?受理(?:申请)?(?:之日起|后|之日后)|自?收到申请(?:材料)?(?:之日起|后))?[,]?(?:不超过|不多于|≤|<=)?'
const AFTER = '(?:之内|以内|内)?(?:办结|办理完毕|办完|完成)?'
const AMOUNT = new RegExp(`^${BEFORE}(${NUMBER})(?:(${WORKDAY})|(${DAY}))?${AFTER}$`, 'u')

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/^["'“”]+|["'“”。.;;,、]+$/gu, '')
}

function wholeNumber(text: string): number | undefined {
  return /^[0-9]+$/u.test(text) ? Number(text) : parseChineseNumeral(text)
}

function read(folded: string, bareUnit: LimitUnit | undefined): TimeLimit | undefined {
  const bare = folded.replace(/^(?:法定|承诺)(?:办结|办理|审批)?(?:时限|期限|时间)?[:为是]?/u, '')
  if (ON_THE_SPOT.test(bare)) return { amount: 0, unit: 'onTheSpot' }
  const match = AMOUNT.exec(folded)
  const amount = wholeNumber(match?.[1] ?? '')
  if (!match || amount === undefined) return undefined
  const unit = match[2] ? 'workday' : match[3] ? 'day' : bareUnit
  if (unit === undefined || unit === 'onTheSpot') return undefined
  return amount === 0 ? { amount: 0, unit: 'onTheSpot' } : { amount, unit }
}

/**
 * One limit. `limit` is set for workdays (20个工作日, 十五个工作日), days (60日) and 即办 or 0 of either; months, years and
 * hours are not units of ours, ranges and conditions are not one limit: they stay text alone.
 * @param bareUnit the unit that the source counts in, for a bare whole number; without it a bare number stays text
 */
export function parseLimit(text: string, bareUnit?: LimitUnit): DisclosedLimit {
  const limit = read(fold(text), bareUnit)
  return limit ? { text, limit } : { text }
}

/** A limit as it is shown where the source gave a bare number. */
export function limitText(limit: TimeLimit): string {
  if (limit.unit === 'onTheSpot') return '即办'
  return limit.unit === 'workday' ? `${limit.amount}个工作日` : `${limit.amount}日`
}

type Side = 'statutory' | 'promised'
const sideOf = (part: string): Side | undefined => {
  const statutory = part.includes('法定')
  return statutory === part.includes('承诺') ? undefined : statutory ? 'statutory' : 'promised'
}

/**
 * A cell that may hold both limits: “法定15个工作日，承诺5个工作日”, “法定时限：60日；承诺时限：即办”, “20个工作日（法定）/5个工作日（承诺）”.
 * A side is returned only where the words name it; its `limit` only where understood. A cell with parts that name no
 * side, or name one twice, yields neither: the caller keeps it as text.
 */
export function parseLimits(
  text: string,
  bareUnit?: LimitUnit,
): { statutory?: DisclosedLimit; promised?: DisclosedLimit } {
  const parts = text
    .split(/[\n\r;；,，、/|]|(?<=[^法承])(?=法定|承诺)(?<![(（])/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const found: { statutory?: DisclosedLimit; promised?: DisclosedLimit } = {}
  for (const part of parts) {
    const side = sideOf(part)
    if (side === undefined || found[side] !== undefined) return {}
    const plain = part.replace(/[(（](?:法定|承诺)(?:办结|办理)?(?:时限|期限)?[)）]/u, '')
    if (isPlaceholder(plain.replace(/^(?:法定|承诺)(?:办结|办理|审批)?(?:时限|期限|时间)?[:：为是]?/u, ''))) {
      found[side] = { text: part }
      continue
    }
    found[side] = { ...parseLimit(plain, bareUnit), text: part }
  }
  return found
}
