/** Rules about 时限. */
import { isPlaceholder } from '../disclosure.ts'
import { limitText } from '../limits.ts'
import type { TimeLimit } from '../types.ts'
import type { Found, LintedItem } from './rule.ts'

const KEYS = ['statutoryLimit', 'promisedLimit'] as const
const limitsOf = ({ disclosures }: LintedItem): [TimeLimit | undefined, TimeLimit | undefined] => [
  disclosures.statutoryLimit?.limit,
  disclosures.promisedLimit?.limit,
]
const sameUnit = (a: TimeLimit, b: TimeLimit) =>
  a.unit === b.unit || a.unit === 'onTheSpot' || b.unit === 'onTheSpot'

/** A promise may undercut the law, never outlast it. Workdays are compared with calendar days only where it is certain. */
export function promiseLonger(item: LintedItem): Found[] {
  const [law, promise] = limitsOf(item)
  if (!law || !promise) return []
  // so many workdays take at least as many calendar days
  const longer =
    sameUnit(law, promise) || (promise.unit === 'workday' && law.unit === 'day')
      ? promise.amount > law.amount
      : false
  return longer ? [{ field: 'promisedLimit', about: `${limitText(promise)} > ${limitText(law)}` }] : []
}

/** A promise equal to the law promises nothing. */
export function promiseSaysNothing(item: LintedItem): Found[] {
  const [law, promise] = limitsOf(item)
  if (!law || !promise || law.amount === 0) return []
  return law.unit === promise.unit && law.amount === promise.amount
    ? [{ field: 'promisedLimit', about: limitText(promise) }]
    : []
}

/** 工作日 against 日: nobody can see which of the two is longer. */
export function limitUnitsDiffer(item: LintedItem): Found[] {
  const [law, promise] = limitsOf(item)
  return law && promise && !sameUnit(law, promise)
    ? [{ field: 'promisedLimit', about: `${limitText(promise)} / ${limitText(law)}` }]
    : []
}

const BARE = /^(?:不超过)?[0-9〇零一二两三四五六七八九十百廿卅]+$/u

/** “15”: fifteen what? */
export function limitWithoutUnit(item: LintedItem): Found[] {
  return KEYS.flatMap((field) => {
    const limit = item.disclosures[field]
    return limit && !limit.limit && BARE.test(limit.text.normalize('NFKC').replace(/\s+/gu, ''))
      ? [{ field, about: limit.text }]
      : []
  })
}

/** Words that are no single number of days: a citizen cannot count by them, and the board cannot compare. */
export function limitNotUnderstood(item: LintedItem): Found[] {
  const bare = new Set(limitWithoutUnit(item).map(({ field }) => field))
  return KEYS.flatMap((field) => {
    const limit = item.disclosures[field]
    return limit && !limit.limit && !bare.has(field) && !isPlaceholder(limit.text)
      ? [{ field, about: limit.text }]
      : []
  })
}

/** 即办件 is done while one waits; a promise of days is another kind of handling. */
export function onTheSpotWithDays(item: LintedItem): Found[] {
  const [law, promise] = limitsOf(item)
  const limit = promise ?? law
  return item.handling === 'onTheSpot' && limit && limit.amount > 0
    ? [{ field: 'handling', about: limitText(limit) }]
    : []
}
