/**
 * All names as one text, position by position: the unit itself, its reading, and whether a word starts there. Items
 * stand one after another with one separator position after each, so nothing matches across two names.
 */
import { alignReadings } from './align.ts'
import { trace } from './normalise.ts'

export interface NameText {
  /** item `i` is positions `starts[i]` up to `starts[i + 1] - 1`, where its separator stands */
  readonly starts: Uint32Array
  /** UTF-16 unit per position; 0 is the separator */
  readonly codes: Uint16Array
  /** index into `readings` per position; 0 is the separator */
  readonly spoken: Uint16Array
  /** 1 where a word starts: at the start of a name and after punctuation */
  readonly edges: Uint8Array
  /** all readings, sorted; the first is '' */
  readonly readings: readonly string[]
  /** item indexes by ascending plain code */
  readonly byCode: Uint32Array
}

export const plainCode = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, '')

export function buildNameText(entries: readonly { name: string; pinyin: string; code?: string }[]): NameText {
  const traced = entries.map((entry) => trace(entry.name))
  const aligned = entries.map((entry, i) => alignReadings(traced[i]?.plain ?? '', entry.pinyin))
  const distinct = new Set<string>([''])
  for (const item of aligned) for (const one of item) distinct.add(one)
  const readings = [...distinct].sort((a, b) => (a < b ? -1 : 1))
  const ids = new Map(readings.map((one, id) => [one, id]))

  const length = aligned.reduce((sum, item) => sum + item.length + 1, 0)
  const starts = new Uint32Array(entries.length + 1)
  const codes = new Uint16Array(length)
  const spoken = new Uint16Array(length)
  const edges = new Uint8Array(length)
  let at = 0
  traced.forEach(({ plain, edges: starting }, item) => {
    starts[item] = at
    for (let i = 0; i < plain.length; i++, at++) {
      codes[at] = plain.charCodeAt(i)
      spoken[at] = ids.get(aligned[item]?.[i] ?? '') ?? 0
      edges[at] = starting[i] ? 1 : 0
    }
    edges[at++] = 1
  })
  starts[entries.length] = at

  const keys = entries.map((entry) => plainCode(entry.code ?? ''))
  const byCode = Uint32Array.from(entries.keys()).sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1))
  return { starts, codes, spoken, edges, readings, byCode }
}

/** Item of a position, by a coarse table: one entry for every 16 positions. */
export function itemLocator(starts: Uint32Array): (position: number) => number {
  const last = starts.length - 1
  const coarse = new Uint32Array(((starts[last] ?? 0) >> 4) + 1)
  for (let block = 0, item = 0; block < coarse.length; block++) {
    while (item + 1 < last && (starts[item + 1] ?? 0) <= block << 4) item++
    coarse[block] = item
  }
  return (position) => {
    let item = coarse[position >> 4] ?? 0
    while ((starts[item + 1] ?? Infinity) <= position) item++
    return item
  }
}

/** The half-open range of readings that start with `prefix`. */
export function readingRange(readings: readonly string[], prefix: string): [number, number] {
  const lowest = (key: string): number => {
    let low = 0
    let high = readings.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((readings[middle] ?? '') < key) low = middle + 1
      else high = middle
    }
    return low
  }
  return [lowest(prefix), lowest(prefix + '\uffff')]
}
