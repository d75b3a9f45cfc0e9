/** The words of a query together: all must match, in the name, the department or the code. */
import { everything } from './everything.ts'
import { scanningFinder, type Finder } from './finder.ts'
import { NO_OFFICE, type SearchItems } from './items.ts'
import { createNames } from './names.ts'
import { isTyped, queryWords, trace } from './normalise.ts'
import { CODE_SCORE, DEPARTMENT_SCORE, SCORE_LIMIT } from './score.ts'
import { createSheets, Sheet } from './sheets.ts'
import { buildNameText, type NameText } from './text.ts'
import type { NameRange, Search, SearchDepartment, SearchHit, SearchKind, SearchOptions } from './types.ts'

/** With fewer exact matches than this, near ones follow them. */
const FEW = 3
const STEPS = 8

export function createEngine(
  items: SearchItems,
  departments: readonly SearchDepartment[],
  text: NameText,
  finder: Finder,
): Search {
  const names = createNames(text, finder)
  const officeText = buildNameText(departments)
  const offices = createNames(officeText, scanningFinder(officeText))
  const { size, offices: officeOf } = items
  const sheets = createSheets(size)

  function addOffices(word: string, scores: Sheet): void {
    const found = new Sheet(departments.length)
    offices.exact(word, found)
    const ofOffice = new Float32Array(departments.length)
    for (const office of found.items()) ofOffice[office] = DEPARTMENT_SCORE + found.of(office) / 20
    let any = found.count > 0
    if (word.length > 1 && !isTyped(word.charCodeAt(0)))
      for (let office = 0; office < ofOffice.length; office++)
        if (ofOffice[office] === 0 && offices.abbreviates(word, office)) {
          ofOffice[office] = DEPARTMENT_SCORE
          any = true
        }
    if (!any) return
    for (let item = 0; item < size; item++) {
      const score = ofOffice[officeOf[item] ?? 0] ?? 0
      if (score > 0) scores.raise(item, score)
    }
  }

  /** Items whose code starts with the word: a run in the order of codes. */
  function addCodes(word: string, scores: Sheet): void {
    if (word.length < 3 || !/^(?=.*\d)[a-z0-9]+$/.test(word)) return
    const keyAt = (rank: number): string => items.code(text.byCode[rank] ?? 0)
    let low = 0
    let high = size
    while (low < high) {
      const middle = (low + high) >> 1
      if (keyAt(middle) < word) low = middle + 1
      else high = middle
    }
    for (; low < size && keyAt(low).startsWith(word); low++) scores.raise(text.byCode[low] ?? 0, CODE_SCORE)
  }

  const exactScores = (word: string): Sheet => {
    const scores = sheets.take()
    names.exact(word, scores)
    addOffices(word, scores)
    addCodes(word, scores)
    return scores
  }

  /** The mean over the words, none where one of them fails; words that stand together in their order count for more. */
  function combine(words: string[], byWord: Sheet[]): Sheet {
    const [first, ...others] = byWord
    if (!first || others.length === 0) return first ?? sheets.take()
    const together = sheets.take()
    names.exact(words.join(''), together)
    const scores = sheets.take()
    const rarest = byWord.reduce((one, other) => (other.count < one.count ? other : one))
    for (const item of rarest.items()) {
      let sum = first.of(item)
      for (const other of others) sum = sum === 0 || other.of(item) === 0 ? 0 : sum + other.of(item)
      if (sum > 0) scores.raise(item, sum / words.length + together.of(item) / 8)
    }
    return scores
  }

  /** Names that are only near follow what is there as written; so do those of which one word is only near. */
  function withNear(words: string[], byWord: Sheet[], written: Sheet): Sheet {
    const asWritten = new Map(Array.from(written.items(), (item) => [item, written.of(item)]))
    byWord.forEach((ofWord, i) => names.typos(words[i] ?? '', asWritten.size === 0, ofWord))
    const near = combine(words, byWord)
    const share = words.length > 1 ? 1 / 8 : 1
    const scores = sheets.take()
    for (const item of near.items()) scores.raise(item, asWritten.get(item) ?? near.of(item) * share)
    return scores
  }

  function rangesOf(words: string[], item: number): NameRange[] {
    const { from, to } = trace(items.name(item))
    const ranges: NameRange[] = []
    const joined = words.join('')
    const together = words.length > 1 && names.explain(joined, item)?.kind
    for (const word of together && together !== 'typo' ? [joined] : words)
      for (const [start, end] of names.explain(word, item)?.ranges ?? [])
        ranges.push([from[start] ?? 0, to[end - 1] ?? 0])
    ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])
    const merged: NameRange[] = []
    for (const range of ranges) {
      const last = merged.at(-1)
      if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1])
      else merged.push(range)
    }
    return merged
  }

  function kindOf(words: string[], item: number): SearchKind {
    const kinds = new Set<SearchKind>()
    for (const word of words) {
      const office = officeOf[item] ?? 0
      const why = names.explain(word, item)
      if (why && why.kind !== 'typo') kinds.add(why.kind)
      else kinds.add((office === NO_OFFICE ? undefined : offices.explain(word, office)?.kind) ?? 'hanzi')
    }
    const [only = 'hanzi'] = kinds
    return kinds.size === 1 ? only : 'mixed'
  }

  return {
    search(query, options = {}) {
      const words = queryWords(query)
      if (words.length === 0)
        return /\S/.test(query) ? { hits: [], total: 0, by: 'hanzi' } : everything(size, options)
      sheets.wipe()
      const byWord = words.map(exactScores)
      const written = combine(words, byWord)
      const exact = written.count > 0
      const scores = written.count < FEW ? withNear(words, byWord, written) : written
      const { order, total } = ranked(scores, options)
      const hits = order.map((index): SearchHit => ({
        index,
        score: scores.of(index),
        get ranges() {
          const ranges = rangesOf(words, index)
          Object.defineProperty(this, 'ranges', { value: ranges, enumerable: true })
          return ranges
        },
      }))
      const top = order[0]
      return { hits, total, by: !exact ? 'typo' : top === undefined ? 'hanzi' : kindOf(words, top) }
    },
  }
}

/** Best first, then in catalogue order: a counting sort over scores in eighths, cut at the limit. */
function ranked(
  scores: Sheet,
  { limit = Infinity, filter }: SearchOptions,
): { order: number[]; total: number } {
  const items = filter ? scores.items().filter((item) => filter(item)) : scores.items()
  const best = SCORE_LIMIT * STEPS
  /** how many have each score; then where the first of them stands */
  const places = new Uint32Array(best + 1)
  for (const item of items) {
    const step = Math.ceil(scores.of(item) * STEPS)
    places[step] = (places[step] ?? 0) + 1
  }
  const order = new Array<number>(Math.min(items.length, limit))
  let before = 0
  let least = best
  while (least > 0 && before < order.length) {
    const count = places[least] ?? 0
    places[least--] = before
    before += count
  }
  for (const item of items) {
    const step = Math.ceil(scores.of(item) * STEPS)
    if (step <= least) continue
    const place = places[step] ?? 0
    if (place >= order.length) continue
    places[step] = place + 1
    order[place] = item
  }
  return { order, total: items.length }
}
