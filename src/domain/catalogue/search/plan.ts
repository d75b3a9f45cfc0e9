/**
 * What each reading may take of a word. Names have hundreds of thousands of positions and a few hundred readings, so
 * this is worked out once for a word and looked up from then on; and what leads nowhere is left out at once: letters
 * are taken only where the rest of the word can be spelt by some readings, too.
 */
import { isTyped } from './normalise.ts'
import { readingRange } from './text.ts'

/** `sound`: zh/z ch/c sh/s n/l ang/an eng/en ing/in are the same. `slip`: one reading may have one wrong letter. */
export type MatchMode = 'exact' | 'sound' | 'slip'

/** No syllable is longer; of a longer reading only so many letters can be typed. */
export const LONGEST = 8
/** Bit `length` of what a reading may take: so many letters. */
export const LENGTHS = (2 << LONGEST) - 1
/** Bit `WHOLE + length`: so many letters, and they are the whole reading. */
export const WHOLE = 10
/** Bit `SLIPPED + length`: so many letters, and they are the reading but for one slip. */
export const SLIPPED = 20

/** Bits of what is left of a word: readings can take it as it is, or with one slip at most. */
const AS_IS = 1
const SLIP = 2
const UNKNOWN = -1
/** How many words' plans are kept: two words and both together, each in its modes. */
const KEPT = 8

interface Plan {
  readonly word: string
  readonly mode: MatchMode
  /** per reading and place in the word, `UNKNOWN` until asked for */
  takes: Int32Array
  /** per place in the word: whether the rest from there on can be taken */
  rest: Uint8Array
  /** how the parts of one, two and more letters sound from each place on */
  heard: string[][]
}

export interface Planner {
  /** What is asked from now on is about this word. */
  begin(word: string, mode: MatchMode): void
  /** what the reading may take from this place of the word on */
  takes(reading: number, from: number): number
  /** half-open range of the readings that may take anything there */
  range(from: number): [number, number]
}

/** @param readings sorted; the first is '' */
export function createPlanner(readings: readonly string[]): Planner {
  const said = readings.map(fold)
  /** those made last, the newest first: to say why each name was found, the same few words are asked for in turns */
  const plans: Plan[] = []
  const empty = (word: string, mode: MatchMode): Plan => ({
    word,
    mode,
    takes: new Int32Array(readings.length * word.length).fill(UNKNOWN),
    rest: new Uint8Array(word.length + 1),
    heard: [],
  })
  let { word, mode, takes, rest, heard } = empty('', 'exact')

  /** The beginnings of all readings, as they sound. */
  let sounds: Set<string> | undefined
  const soundsLikeOne = (part: string): boolean => {
    if (!sounds) {
      sounds = new Set()
      for (const one of said) for (let end = 1; end <= one.length; end++) sounds.add(one.slice(0, end))
    }
    return sounds.has(part)
  }
  const whole = new Set(readings)
  const begun = new Set<string>()
  for (const one of readings) for (let end = 1; end <= one.length; end++) begun.add(one.slice(0, end))

  /** From the end of the word to its beginning. Where it cannot say for certain, the rest can be taken. */
  function lookAhead(): void {
    rest[word.length] = AS_IS | SLIP
    for (let from = word.length - 1; from >= 0; from--) {
      let can = 0
      if (!isTyped(word.charCodeAt(from))) {
        can = rest[from + 1] ?? 0
        if (mode === 'slip' && can !== 0) can |= SLIP
      } else {
        const most = Math.min(LONGEST, word.length - from)
        const parts: string[] = []
        if (mode === 'sound') heard[from] = parts
        /** what begins no reading begins none with more letters behind it either */
        let begins = true
        for (let length = 1; length <= most && (begins || mode === 'slip'); length++) {
          const after = rest[from + length] ?? 0
          const part = word.slice(from, from + length)
          if (mode === 'sound') {
            const sound = fold(part)
            begins = soundsLikeOne(sound)
            if (begins) parts.push(sound)
          } else begins &&= begun.has(part)
          if (begins && (mode !== 'slip' || from + length === word.length || whole.has(part))) can |= after
          if (mode === 'slip' && length > 1 && (after & AS_IS) !== 0) can |= SLIP
        }
      }
      rest[from] = can
    }
  }

  function workOut(id: number, from: number): number {
    const reading = readings[id] ?? ''
    const most = Math.min(LONGEST, word.length - from)
    let bits = 0
    if (mode === 'sound') {
      const sound = said[id] ?? ''
      const parts = heard[from] ?? []
      if (parts[0]?.charCodeAt(0) !== sound.charCodeAt(0)) return 0
      for (let length = 1; length <= parts.length; length++) {
        const part = parts[length - 1] ?? ''
        if (rest[from + length] !== 0 && sound.startsWith(part))
          bits |= (part.length === sound.length ? (1 << WHOLE) | 1 : 1) << length
      }
      return bits
    }
    for (let length = 1; length <= most; length++) {
      if (word.charCodeAt(from + length - 1) !== reading.charCodeAt(length - 1)) break
      if (rest[from + length] === 0) continue
      if (length === reading.length) bits |= ((1 << WHOLE) | 1) << length
      // beside a slip nothing is abbreviated
      else if (mode === 'exact' || from + length === word.length) bits |= 1 << length
    }
    if (mode === 'slip' && reading.length > 1)
      for (
        let length = Math.max(2, reading.length - 1);
        length <= Math.min(most, reading.length + 1);
        length++
      )
        if (((rest[from + length] ?? 0) & AS_IS) !== 0 && oneSlip(word, from, from + length, reading))
          bits |= (1 << SLIPPED) << length
    return bits
  }

  return {
    begin(wanted, how) {
      if (wanted === word && how === mode) return
      const known = plans.find((plan) => plan.word === wanted && plan.mode === how)
      const plan = known ?? empty(wanted, how)
      ;({ word, mode, takes, rest, heard } = plan)
      if (known) return
      lookAhead()
      plans.unshift(plan)
      plans.splice(KEPT)
    },
    range: (from) => (mode === 'exact' ? readingRange(readings, word.charAt(from)) : [1, readings.length]),
    takes(id, from) {
      const place = id * word.length + from
      const known = takes[place] ?? 0
      return known === UNKNOWN ? (takes[place] = workOut(id, from)) : known
    },
  }
}

/** A syllable, or a part from its start, as southern ears hear it. */
function fold(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace('v', 'u')
    .replace(/ng$/, 'n')
}

/** Whether `word` from `from` to `to` is the reading but for one letter wrong, missing or too many, or two swapped. */
function oneSlip(word: string, from: number, to: number, reading: string): boolean {
  const shorter = Math.min(to - from, reading.length)
  let start = 0
  while (start < shorter && word.charCodeAt(from + start) === reading.charCodeAt(start)) start++
  let same = 0
  while (
    same < shorter - start &&
    word.charCodeAt(to - 1 - same) === reading.charCodeAt(reading.length - 1 - same)
  )
    same++
  const typed = to - from - start - same
  const spelt = reading.length - start - same
  if (typed <= 1 && spelt <= 1) return typed + spelt > 0
  if (typed !== 2 || spelt !== 2) return false
  return (
    word.charCodeAt(from + start) === reading.charCodeAt(start + 1) &&
    word.charCodeAt(from + start + 1) === reading.charCodeAt(start)
  )
}
