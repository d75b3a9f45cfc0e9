/** Names that are close to a hanzi word without holding it: a hanzi wrong, missing or too many, or parts of it apart. */
import type { Finder } from './finder.ts'
import { TYPO_SCORE } from './score.ts'
import type { NameText } from './text.ts'

/** `score` is below `TYPO_SCORE`; `ranges` are positions in the name text. */
export interface Nearness {
  score: number
  ranges: [number, number][]
}

/** How many hanzi may be off: none in two, one up to six, two beyond. */
const allowance = (length: number): number => (length < 3 ? 0 : length < 7 ? 1 : 2)

/** The stretch of the item closest to the word by edit distance, and that distance. */
function closest(text: NameText, item: number, word: string): { distance: number; from: number; to: number } {
  const start = text.starts[item] ?? 0
  const stop = (text.starts[item + 1] ?? 1) - 1
  const size = word.length
  const cost = new Uint8Array(size + 1)
  const begin = new Uint32Array(size + 1).fill(start)
  for (let i = 1; i <= size; i++) cost[i] = i
  const best = { distance: size, from: start, to: start }
  for (let at = start; at < stop; at++) {
    let diagonal = 0
    let diagonalBegin = at
    cost[0] = 0
    begin[0] = at + 1
    for (let i = 1; i <= size; i++) {
      const above = cost[i] ?? 0
      const aboveBegin = begin[i] ?? 0
      const change = diagonal + (word.charCodeAt(i - 1) === text.codes[at] ? 0 : 1)
      const left = (cost[i - 1] ?? 0) + 1
      if (change <= left && change <= above + 1) {
        cost[i] = change
        begin[i] = diagonalBegin
      } else if (left <= above + 1) {
        cost[i] = left
        begin[i] = begin[i - 1] ?? 0
      } else cost[i] = above + 1
      diagonal = above
      diagonalBegin = aboveBegin
    }
    const distance = cost[size] ?? size
    const longer = distance === best.distance && at + 1 - (begin[size] ?? 0) > best.to - best.from
    if (distance < best.distance || longer) Object.assign(best, { distance, from: begin[size], to: at + 1 })
  }
  return best
}

function byDistance(text: NameText, item: number, word: string): Nearness | undefined {
  const { distance, from, to } = closest(text, item, word)
  if (distance > allowance(word.length) || to <= from) return undefined
  const length = (text.starts[item + 1] ?? 0) - (text.starts[item] ?? 0)
  // a hanzi that the word lacks says less against the name than one that the name lacks
  const gained = Math.max(-2, Math.min(2, to - from - word.length))
  const share = word.length / (length + word.length)
  return { score: TYPO_SCORE - 6 - 6 * distance + 1.5 * gained + 4 * share, ranges: [[from, to]] }
}

/** Three quarters of the word in pieces of two or more: 公积金贷款 finds 住房公积金个人住房贷款. */
function byParts(text: NameText, item: number, word: string): Nearness | undefined {
  if (word.length < 4) return undefined
  const start = text.starts[item] ?? 0
  const stop = (text.starts[item + 1] ?? 1) - 1
  const covered = new Set<number>()
  const ranges: [number, number][] = []
  for (let i = 0; i + 1 < word.length; i++)
    for (let at = start; at + 1 < stop; at++)
      if (text.codes[at] === word.charCodeAt(i) && text.codes[at + 1] === word.charCodeAt(i + 1)) {
        covered.add(i).add(i + 1)
        ranges.push([at, at + 2])
        break
      }
  const share = covered.size / word.length
  return share < 0.75 ? undefined : { score: (TYPO_SCORE - 12) * share, ranges }
}

export function nearness(text: NameText, item: number, word: string): Nearness | undefined {
  return (
    (mayBeClose(text, item, word) ? byDistance(text, item, word) : undefined) ?? byParts(text, item, word)
  )
}

/** Cheap and certain: whoever lacks more of the word's hanzi than may be off is not close. */
function mayBeClose(text: NameText, item: number, word: string): boolean {
  const start = text.starts[item] ?? 0
  const stop = (text.starts[item + 1] ?? 1) - 1
  let lacking = allowance(word.length)
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i)
    let at = start
    while (at < stop && text.codes[at] !== code) at++
    if (at === stop && --lacking < 0) return false
  }
  return true
}

/**
 * Every item that `nearness` could accept: with k errors at least one of k + 1 pieces is whole, and whoever holds
 * three quarters of the word in pairs holds enough pairs.
 */
export function visitNear(
  text: NameText,
  finder: Finder,
  locate: (position: number) => number,
  word: string,
  visit: (item: number, near: Nearness) => void,
): void {
  const errors = allowance(word.length)
  if (errors === 0) return
  const seen = new Set<number>()
  for (let piece = 0; piece <= errors; piece++) {
    const from = Math.floor((piece * word.length) / (errors + 1))
    const to = Math.floor(((piece + 1) * word.length) / (errors + 1))
    for (const position of finder.literal(word.slice(from, to))) {
      const item = locate(position)
      if (seen.has(item)) continue
      seen.add(item)
      const near = mayBeClose(text, item, word) ? byDistance(text, item, word) : undefined
      if (near) visit(item, near)
    }
  }
  if (word.length < 4) return
  const pairs = new Map<number, number>()
  const enough = Math.ceil(word.length * 0.375)
  for (let i = 0; i + 1 < word.length; i++) {
    let last = -1
    for (const position of finder.literal(word.slice(i, i + 2))) {
      const item = locate(position)
      if (item === last) continue
      last = item
      const count = (pairs.get(item) ?? 0) + 1
      pairs.set(item, count)
      if (count !== enough) continue
      const near = byParts(text, item, word)
      if (near) visit(item, near)
    }
  }
}
