/** Chains: things that are numbered from 1 and each name the one before, as they stand in a file. */
import { earliest } from './evidence-clock.ts'
import { where, type EvidenceFinding, type Link } from './evidence-report.ts'

/** How far two clocks may stand apart before it is a finding. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000

export interface Numbered {
  /** place in the file */
  at: number
  number: number
  hash: string
  previous?: string
}

interface ChainProblem<T> {
  problem: 'reordered' | 'doubled' | 'forked' | 'missing' | 'brokenLink'
  detail: string
  /** absent of one that is missing */
  item?: T
  number: number
}

/**
 * What is wrong with one chain, its items in file order. `last` is the highest number there is said to be; `what` is
 * what they are called.
 */
export function chainProblems<T extends Numbered>(
  items: readonly T[],
  what: string,
  last = 0,
): ChainProblem<T>[] {
  const found: ChainProblem<T>[] = []
  const say = (problem: ChainProblem<T>['problem'], detail: string, item: T) =>
    found.push({ problem, detail, item, number: item.number })
  const byNumber = new Map<number, T>()
  let highest = 0
  for (const item of items) {
    if (item.number < highest) say('reordered', `stands after ${what} ${highest}`, item)
    highest = Math.max(highest, item.number)
    const other = byNumber.get(item.number)
    if (!other) byNumber.set(item.number, item)
    else if (other.hash === item.hash) say('doubled', `is ${what} ${other.at + 1} of the file again`, item)
    else say('forked', `claims the same place in the chain as ${what} ${other.at + 1} of the file`, item)
  }
  for (let number = 1; number <= Math.max(highest, last); number++)
    if (!byNumber.has(number))
      found.push({ problem: 'missing', detail: `${what} ${number} is not in the file`, number })
  for (const item of items) {
    const { number, previous } = item
    const before = byNumber.get(number - 1)
    if (number === 1 && previous !== undefined)
      say('brokenLink', 'is the first, yet names one before it', item)
    if (number > 1 && previous === undefined) say('brokenLink', `names no ${what} before it`, item)
    if (before && previous !== undefined && previous !== before.hash)
      say('brokenLink', `names another ${what} ${number - 1} than the one in this file`, item)
  }
  return found
}

/** One device's records, in file order: their chain, and time going on along it. */
export function recordChainFindings(
  device: string,
  links: readonly Link[],
  sealed: number | undefined,
): EvidenceFinding[] {
  const items = links.map((link) => ({
    at: link.at,
    number: link.record.sequence,
    hash: link.hash,
    ...(link.record.previous !== undefined && { previous: link.record.previous }),
    link,
  }))
  const found = chainProblems(items, 'record', sealed).map(
    ({ problem, detail, item, number }): EvidenceFinding => ({
      problem,
      detail,
      ...(item ? where(item.link) : { device, sequence: number }),
    }),
  )
  const bySequence = new Map<number, Link>()
  for (const link of links)
    if (!bySequence.has(link.record.sequence)) bySequence.set(link.record.sequence, link)
  for (const link of links) {
    const { sequence, sealedAt } = link.record
    const before = bySequence.get(sequence - 1)?.record
    if (
      before &&
      Date.parse(sealedAt) < Math.max(Date.parse(before.sealedAt), earliest(before)) - CLOCK_TOLERANCE_MS
    )
      found.push({
        problem: 'backDated',
        detail: `says it was sealed ${sealedAt}, before record ${sequence - 1} which it names`,
        ...where(link),
      })
  }
  return found
}
