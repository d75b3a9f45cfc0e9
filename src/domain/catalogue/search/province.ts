/** Search for a province: postings in one buffer that is built once, kept or sent as it is, and read without copying. */
import { createEngine } from './engine.ts'
import { pairPostings, postingsFinder, readingPostings } from './postings.ts'
import { buildNameText, type NameText } from './text.ts'
import type { Search, SearchDepartment, SearchHead } from './types.ts'

/** 'MCS' and the version of the layout. Also tells a buffer of the other byte order. */
const MAGIC = 0x4d435302
/** How many arrays of four bytes a number follow, then of two, then of one; their lengths stand in the header. */
const WORDS = 7
const HALVES = 4
const PARTS = WORDS + HALVES + 1

export function packProvinceIndex(heads: readonly SearchHead[]): ArrayBuffer {
  const text = buildNameText(heads)
  const pairs = pairPostings(text)
  const sounds = readingPostings(text)
  const readings = text.readings.join('\n')
  const words = [text.starts, text.byCode, pairs.keys, pairs.offsets, pairs.positions]
  words.push(sounds.offsets, sounds.positions)
  const letters = Uint16Array.from(readings, (unit) => unit.charCodeAt(0))
  const halves = [text.codes, text.spoken, sounds.nexts, letters]

  const bytes =
    4 * (1 + PARTS) +
    [...words, ...halves].reduce((sum, part) => sum + part.byteLength, 0) +
    text.edges.byteLength
  const buffer = new ArrayBuffer(bytes)
  const lengths = [...words, ...halves, text.edges].map((part) => part.length)
  new Uint32Array(buffer, 0, 1 + PARTS).set([MAGIC, ...lengths])
  let at = 4 * (1 + PARTS)
  for (const part of words) {
    new Uint32Array(buffer, at, part.length).set(part)
    at += part.byteLength
  }
  for (const part of halves) {
    new Uint16Array(buffer, at, part.length).set(part)
    at += part.byteLength
  }
  new Uint8Array(buffer, at).set(text.edges)
  return buffer
}

/** Throws `RangeError` where the buffer is not an index of so many items; build it anew then. */
export function openProvinceSearch(
  buffer: ArrayBuffer,
  heads: readonly SearchHead[],
  departments: readonly SearchDepartment[],
): Search {
  const header = buffer.byteLength < 4 * (1 + PARTS) ? [] : [...new Uint32Array(buffer, 0, 1 + PARTS)]
  const lengths = header.slice(1)
  const wanted = lengths.reduce(
    (sum, n, i) => sum + n * (i < WORDS ? 4 : i < WORDS + HALVES ? 2 : 1),
    4 * (1 + PARTS),
  )
  if (header[0] !== MAGIC || wanted !== buffer.byteLength || lengths[1] !== heads.length)
    throw new RangeError('not an index of these items')

  let part = 0
  let at = 4 * (1 + PARTS)
  const take = <T>(view: new (buffer: ArrayBuffer, at: number, length: number) => T, size: number): T => {
    const length = lengths[part++] ?? 0
    const array = new view(buffer, at, length)
    at += length * size
    return array
  }
  const starts = take(Uint32Array, 4)
  const byCode = take(Uint32Array, 4)
  const pairs = {
    keys: take(Uint32Array, 4),
    offsets: take(Uint32Array, 4),
    positions: take(Uint32Array, 4),
  }
  const places = { offsets: take(Uint32Array, 4), positions: take(Uint32Array, 4) }
  const codes = take(Uint16Array, 2)
  const spoken = take(Uint16Array, 2)
  const sounds = { ...places, nexts: take(Uint16Array, 2) }
  let readings = ''
  for (const unit of take(Uint16Array, 2)) readings += String.fromCharCode(unit)
  const edges = take(Uint8Array, 1)
  const text: NameText = { starts, byCode, codes, spoken, edges, readings: readings.split('\n') }
  return createEngine(heads, departments, text, postingsFinder(text, pairs, sounds))
}

export function createProvinceSearch(
  heads: readonly SearchHead[],
  departments: readonly SearchDepartment[],
): Search {
  return openProvinceSearch(packProvinceIndex(heads), heads, departments)
}
