/**
 * Where every single unit, every pair of units, and every reading with its successor's first letter stand: positions
 * grouped by key in flat typed arrays. The keys of one first half are neighbours, so its single posting is their span.
 */
import type { Finder } from './finder.ts'
import { readingRange, type NameText } from './text.ts'

export interface Postings {
  /** ascending; the first half in the upper 16 bits */
  readonly keys: Uint32Array
  /** where the positions of `keys[i]` start; one more at the end */
  readonly offsets: Uint32Array
  readonly positions: Uint32Array
}

/** Names of a whole province fit with room to spare: 2,097,152 positions. */
const POSITIONS = 2 ** 21

function group(upper: Uint16Array, lowerOfNext: (position: number) => number): Postings {
  if (upper.length > POSITIONS) throw new RangeError('too many names for one index')
  const sorted = new Float64Array(upper.length)
  let filled = 0
  for (let at = 0; at < upper.length; at++) {
    const first = upper[at] ?? 0
    if (first !== 0) sorted[filled++] = (first * 65536 + lowerOfNext(at + 1)) * POSITIONS + at
  }
  const used = sorted.subarray(0, filled).sort()
  const keys: number[] = []
  const offsets: number[] = []
  const positions = new Uint32Array(filled)
  for (let i = 0; i < filled; i++) {
    const entry = used[i] ?? 0
    const key = Math.floor(entry / POSITIONS)
    positions[i] = entry - key * POSITIONS
    if (key !== keys.at(-1)) {
      keys.push(key)
      offsets.push(i)
    }
  }
  offsets.push(filled)
  return { keys: Uint32Array.from(keys), offsets: Uint32Array.from(offsets), positions }
}

export const pairPostings = (text: NameText): Postings => group(text.codes, (at) => text.codes[at] ?? 0)

export function readingPostings(text: NameText): Postings {
  const firsts = text.readings.map((reading) => reading.charCodeAt(0) || 0)
  return group(text.spoken, (at) => firsts[text.spoken[at] ?? 0] ?? 0)
}

export function postingsFinder(text: NameText, pairs: Postings, sounds: Postings): Finder {
  const { codes } = text

  return {
    literal(run, visit) {
      const first = run.charCodeAt(0)
      if (run.length === 1) {
        each(pairs, first * 65536, (first + 1) * 65536, visit)
        return
      }
      let rarest = 0
      let fewest = Infinity
      for (let i = 0; i + 1 < run.length; i++) {
        const key = run.charCodeAt(i) * 65536 + run.charCodeAt(i + 1)
        const [from, to] = span(pairs, key, key + 1)
        if (to - from < fewest) {
          fewest = to - from
          rarest = i
        }
      }
      const key = run.charCodeAt(rarest) * 65536 + run.charCodeAt(rarest + 1)
      each(pairs, key, key + 1, (position) => {
        const start = position - rarest
        for (let i = 0; i < run.length; i++) if (codes[start + i] !== run.charCodeAt(i)) return
        visit(start)
      })
    },

    spoken(prefix, next, visit) {
      const [low, high] = readingRange(text.readings, prefix)
      if (next === '') {
        each(sounds, low * 65536, high * 65536, visit)
        return
      }
      for (let id = low; id < high; id++) {
        const key = id * 65536 + next.charCodeAt(0)
        each(sounds, key, key + 1, visit)
      }
    },
  }
}

/** Index range into `positions` of the keys from `low` up to, not including, `high`. */
function span({ keys, offsets }: Postings, low: number, high: number): [number, number] {
  return [offsets[rank(keys, low)] ?? 0, offsets[rank(keys, high)] ?? 0]
}

function each(postings: Postings, low: number, high: number, visit: (position: number) => void): void {
  const [from, to] = span(postings, low, high)
  for (let i = from; i < to; i++) visit(postings.positions[i] ?? 0)
}

function rank(keys: Uint32Array, key: number): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] ?? 0) < key) low = middle + 1
    else high = middle
  }
  return low
}
