/**
 * Search for a province: all that it needs in one buffer, which is made once for a version of the catalogue, kept, and
 * read without copying. Apart from the departments nothing else is needed: the items may be in another thread.
 */
import { createEngine } from './engine.ts'
import { itemsOf } from './items.ts'
import { pairPostings, postingsFinder, readingPostings } from './postings.ts'
import { buildNameText } from './text.ts'
import type { Search, SearchDepartment, SearchHead } from './types.ts'

/** 'MCS' and the version of the layout. Also tells a buffer of the other byte order. */
const MAGIC = 0x4d435303
/** How many arrays of four bytes a number follow, then of two, then of one; their lengths stand in the header. */
const WORDS = 10
const HALVES = 7
const PARTS = WORDS + HALVES + 1
const HEADER = 4 * (1 + PARTS)

const widthOf = (part: number): 4 | 2 | 1 => (part < WORDS ? 4 : part < WORDS + HALVES ? 2 : 1)
const sizeOf = (lengths: readonly number[]): number =>
  lengths.reduce((sum, length, part) => sum + length * widthOf(part), HEADER)

/** @throws RangeError where the names are too many for one index (some two million characters) */
export function packProvinceIndex(
  heads: readonly SearchHead[],
  departments: readonly SearchDepartment[],
): ArrayBuffer {
  const text = buildNameText(heads)
  const items = itemsOf(heads, departments)
  const pairs = pairPostings(text)
  const sounds = readingPostings(text)
  const names = pile(heads.map((head) => head.name))
  const codes = pile(heads.map((_, item) => items.code(item)))
  const readings = pile(text.readings)
  const parts = [
    ...[text.starts, text.byCode, pairs.keys, pairs.offsets, pairs.positions, sounds.offsets],
    ...[sounds.positions, names.starts, codes.starts, readings.starts],
    ...[text.codes, text.spoken, sounds.nexts, names.units, codes.units, readings.units, items.offices],
    text.edges,
  ]
  const lengths = parts.map((part) => part.length)
  const buffer = new ArrayBuffer(sizeOf(lengths))
  new Uint32Array(buffer, 0, 1 + PARTS).set([MAGIC, ...lengths])
  let at = HEADER
  for (const part of parts) {
    new Uint8Array(buffer, at).set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
    at += part.byteLength
  }
  return buffer
}

/** Throws `RangeError` where the buffer is not an index of so many items; make it anew then. */
export function openProvinceSearch(
  buffer: ArrayBuffer,
  size: number,
  departments: readonly SearchDepartment[],
): Search {
  const header = buffer.byteLength < HEADER ? [] : [...new Uint32Array(buffer, 0, 1 + PARTS)]
  const [magic, ...lengths] = header
  const offices = lengths[WORDS + HALVES - 1]
  if (magic !== MAGIC || sizeOf(lengths) !== buffer.byteLength || offices !== size)
    throw new RangeError('not an index of these items')

  let part = 0
  let at = HEADER
  const next = (): [ArrayBuffer, number, number] => {
    const length = lengths[part] ?? 0
    const from = at
    at += length * widthOf(part++)
    return [buffer, from, length]
  }
  const word = () => new Uint32Array(...next())
  const half = () => new Uint16Array(...next())
  const [starts, byCode] = [word(), word()]
  const pairs = { keys: word(), offsets: word(), positions: word() }
  const places = { offsets: word(), positions: word() }
  const [nameStarts, codeStarts, readingStarts] = [word(), word(), word()]
  const [codes, spoken, nexts] = [half(), half(), half()]
  const name = unpile(nameStarts, half())
  const code = unpile(codeStarts, half())
  const reading = unpile(readingStarts, half())
  const items = { size, name, code, offices: half() }
  const readings = Array.from({ length: readingStarts.length - 1 }, (_, id) => reading(id))
  const text = { starts, byCode, codes, spoken, edges: new Uint8Array(...next()), readings }
  return createEngine(items, departments, text, postingsFinder(text, pairs, { ...places, nexts }))
}

/** Strings one behind the other, and where each starts. */
function pile(strings: readonly string[]): { starts: Uint32Array; units: Uint16Array } {
  const starts = new Uint32Array(strings.length + 1)
  strings.forEach((one, i) => (starts[i + 1] = (starts[i] ?? 0) + one.length))
  const units = new Uint16Array(starts[strings.length] ?? 0)
  strings.forEach((one, i) => {
    for (let unit = 0; unit < one.length; unit++) units[(starts[i] ?? 0) + unit] = one.charCodeAt(unit)
  })
  return { starts, units }
}

const unpile =
  (starts: Uint32Array, units: Uint16Array) =>
  (index: number): string =>
    String.fromCharCode(...units.subarray(starts[index], starts[index + 1]))
