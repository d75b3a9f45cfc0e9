/** The words of a query together: all must match, in the name, the department or the code. */
import { everything } from './everything.ts'
import { scanningFinder, type Finder } from './finder.ts'
import { NO_OFFICE, type SearchItems } from './items.ts'
import { createNames } from './names.ts'
import { isTyped, queryWords, trace } from './normalise.ts'
import { CODE_SCORE, DEPARTMENT_SCORE, SCORE_LIMIT } from './score.ts'
import { createSheets } from './sheets.ts'
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

  function addOffices(word: string, scores: Float32Array): void {
    const ofOffice = new Float32Array(departments.length)
    offices.exact(word, ofOffice)
    let any = false
    const abbreviation = word.length > 1 && !isTyped(word.charCodeAt(0))
    for (let i = 0; i < ofOffice.length; i++) {
      const score = ofOffice[i] ?? 0
      if (score > 0) ofOffice[i] = DEPARTMENT_SCORE + score / 20
      else if (abbreviation && offices.abbreviates(word, i)) ofOffice[i] = DEPARTMENT_SCORE
      any ||= (ofOffice[i] ?? 0) > 0
    }
    if (!any) return
    for (let item = 0; item < size; item++) {
      const score = ofOffice[officeOf[item] ?? 0] ?? 0
      if (score > (scores[item] ?? 0)) scores[item] = score
    }
  }

  /** Items whose code starts with the word: a run in the order of codes. */
  function addCodes(word: string, scores: Float32Array): void {
    if (word.length < 3 || !/^(?=.*\d)[a-z0-9]+$/.test(word)) return
    const keyAt = (rank: number): string => items.code(text.byCode[rank] ?? 0)
    let low = 0
    let high = size
    while (low < high) {
      const middle = (low + high) >> 1
      if (keyAt(middle) < word) low = middle + 1
      else high = middle
    }
    for (; low < size && keyAt(low).startsWith(word); low++) {
      const item = text.byCode[low] ?? 0
      scores[item] = Math.max(CODE_SCORE, scores[item] ?? 0)
    }
  }

  const exactScores = (word: string): Float32Array => {
    const scores = sheets.take()
    names.exact(word, scores)
    addOffices(word, scores)
    addCodes(word, scores)
    return scores
  }

  /** The mean over the words, 0 where one of them fails; words that stand together in their order count for more. */
  function combine(words: string[], byWord: Float32Array[]): Float32Array {
    const [only] = byWord
    if (words.length === 1 && only) return only
    const scores = sheets.take()
    names.exact(words.join(''), scores)
    for (let item = 0; item < scores.length; item++) {
      let sum = 0
      for (const ofWord of byWord) {
        const score = ofWord[item] ?? 0
        if (score === 0) {
          sum = 0
          break
        }
        sum += score
      }
      scores[item] = sum === 0 ? 0 : sum / words.length + (scores[item] ?? 0) / 8
    }
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
      const whyOffice = office === NO_OFFICE ? undefined : offices.explain(word, office)
      kinds.add(why && why.kind !== 'typo' ? why.kind : (whyOffice?.kind ?? 'hanzi'))
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
      let scores = combine(words, byWord)
      const found = countOf(scores)
      const exact = found > 0
      if (found < FEW) {
        const written = sheets.take()
        written.set(scores)
        byWord.forEach((ofWord, i) => names.typos(words[i] ?? '', !exact, ofWord))
        scores = combine(words, byWord)
        // one word as written and another only nearly: still below whatever is there as written
        const share = words.length > 1 ? 1 / 8 : 1
        for (let item = 0; item < scores.length; item++)
          scores[item] = (written[item] ?? 0) || (scores[item] ?? 0) * share
      }
      const { order, total } = ranked(scores, options)
      const hits = order.map((index): SearchHit => ({
        index,
        score: scores[index] ?? 0,
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

function countOf(scores: Float32Array): number {
  let count = 0
  for (const score of scores) if (score !== 0) count++
  return count
}

/** Best first, then in catalogue order: a counting sort over scores in eighths, cut at the limit. */
function ranked(
  scores: Float32Array,
  { limit = Infinity, filter }: SearchOptions,
): { order: number[]; total: number } {
  const best = SCORE_LIMIT * STEPS
  /** how many have each score; then where the first of them stands */
  const places = new Uint32Array(best + 1)
  let total = 0
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item] ?? 0
    if (score === 0 || (filter && !filter(item))) continue
    const step = Math.ceil(score * STEPS)
    places[step] = (places[step] ?? 0) + 1
    total++
  }
  const order = new Array<number>(Math.min(total, limit))
  let before = 0
  let least = best
  while (least > 0 && before < order.length) {
    const count = places[least] ?? 0
    places[least--] = before
    before += count
  }
  for (let item = 0; item < scores.length; item++) {
    const step = Math.ceil((scores[item] ?? 0) * STEPS)
    if (step <= least || (filter && !filter(item))) continue
    const place = places[step] ?? 0
    if (place >= order.length) continue
    places[step] = place + 1
    order[place] = item
  }
  return { order, total }
}
