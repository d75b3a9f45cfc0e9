/**
 * Where things stand in the names, in flat typed arrays. Units by pairs: the keys of one first unit are neighbours, so
 * its own posting is their span. Readings one by one, each place with the reading that follows: letters leave many
 * readings open, and going through the places of each in order is what the memory is quickest at.
 */
import type { Finder } from './finder.ts'
import type { NameText } from './text.ts'

export interface PairPostings {
  /** ascending; the first unit in the upper 16 bits */
  readonly keys: Uint32Array
  /** where the positions of `keys[i]` start; one more at the end */
  readonly offsets: Uint32Array
  readonly positions: Uint32Array
}

export interface ReadingPostings {
  /** where the places of each reading start; one more at the end */
  readonly offsets: Uint32Array
  readonly positions: Uint32Array
  /** the reading at the position behind each */
  readonly nexts: Uint16Array
}

/** Names of a whole province fit with room to spare: 2,097,152 positions. */
const POSITIONS = 2 ** 21

export function pairPostings({ codes }: NameText): PairPostings {
  if (codes.length > POSITIONS) throw new RangeError('too many names for one index')
  const sorted = new Float64Array(codes.length)
  let filled = 0
  for (let at = 0; at < codes.length; at++) {
    const first = codes[at] ?? 0
    if (first !== 0) sorted[filled++] = (first * 65536 + (codes[at + 1] ?? 0)) * POSITIONS + at
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

export function readingPostings({ spoken, readings }: NameText): ReadingPostings {
  const offsets = new Uint32Array(readings.length + 1)
  for (const id of spoken) offsets[id + 1] = (offsets[id + 1] ?? 0) + (id === 0 ? 0 : 1)
  for (let id = 0; id < readings.length; id++) offsets[id + 1] = (offsets[id + 1] ?? 0) + (offsets[id] ?? 0)
  const filled = offsets[readings.length] ?? 0
  const positions = new Uint32Array(filled)
  const nexts = new Uint16Array(filled)
  const place = offsets.slice()
  for (let at = 0; at < spoken.length; at++) {
    const id = spoken[at] ?? 0
    if (id === 0) continue
    const into = place[id] ?? 0
    place[id] = into + 1
    positions[into] = at
    nexts[into] = spoken[at + 1] ?? 0
  }
  return { offsets, positions, nexts }
}

export function postingsFinder({ codes }: NameText, pairs: PairPostings, sounds: ReadingPostings): Finder {
  let list = new Uint32Array(0)
  const roomFor = (most: number): void => {
    if (list.length < most) list = new Uint32Array(most)
  }

  return {
    literal(run) {
      const first = run.charCodeAt(0)
      const { positions } = pairs
      if (run.length === 1) return positions.subarray(...span(pairs, first * 65536, (first + 1) * 65536))
      let rarest = 0
      let [from, to] = [0, Infinity]
      for (let i = 0; i + 1 < run.length; i++) {
        const key = run.charCodeAt(i) * 65536 + run.charCodeAt(i + 1)
        const [low, high] = span(pairs, key, key + 1)
        if (high - low < to - from) [rarest, from, to] = [i, low, high]
      }
      let found = 0
      roomFor(to - from)
      for (let i = from; i < to; i++) {
        const start = (positions[i] ?? 0) - rarest
        let same = 0
        while (same < run.length && codes[start + same] === run.charCodeAt(same)) same++
        if (same === run.length) list[found++] = start
      }
      return list.subarray(0, found)
    },

    spoken(starts) {
      const { offsets, positions, nexts } = sounds
      let most = 0
      starts.forEach((_, id) => (most += (offsets[id + 1] ?? 0) - (offsets[id] ?? 0)))
      roomFor(most)
      let found = 0
      starts.forEach((follow, id) => {
        const end = offsets[id + 1] ?? 0
        let i = offsets[id] ?? 0
        if (follow === undefined) return
        if (follow !== 'any') {
          for (; i < end; i++) if (follow[nexts[i] ?? 0] === 1) list[found++] = positions[i] ?? 0
        } else {
          list.set(positions.subarray(i, end), found)
          found += end - i
        }
      })
      return list.subarray(0, found)
    },
  }
}

/** Index range into `positions` of the keys from `low` up to, not including, `high`. */
function span({ keys, offsets }: PairPostings, low: number, high: number): [number, number] {
  return [offsets[rank(keys, low)] ?? 0, offsets[rank(keys, high)] ?? 0]
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
