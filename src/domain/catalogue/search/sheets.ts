/** Sheets with a score for every item: a question needs several, and the next one writes on them again. */
export interface Sheets {
  /** one on which no item has a score */
  take(): Sheet
  /** all that were taken may be taken again */
  wipe(): void
}

/** Most words are found in few of many names: which items have a score is noted, so that nobody looks at the others. */
export class Sheet {
  /** how many items have a score */
  count = 0
  private readonly scores: Float32Array
  /** a bit for every item */
  private readonly marks: Uint32Array

  constructor(size: number) {
    this.scores = new Float32Array(size)
    this.marks = new Uint32Array((size >> 5) + 1)
  }

  /** 0 where it has none */
  of(item: number): number {
    return this.scores[item] ?? 0
  }

  /** The better of the item's score and this one is kept. */
  raise(item: number, score: number): void {
    const before = this.scores[item] ?? 0
    if (score <= before) return
    this.scores[item] = score
    if (before !== 0) return
    this.marks[item >> 5] = (this.marks[item >> 5] ?? 0) | (1 << (item & 31))
    this.count++
  }

  /** Those that have a score, ascending. */
  items(): Uint32Array {
    const items = new Uint32Array(this.count)
    let found = 0
    for (let block = 0; found < items.length; block++)
      for (let rest = this.marks[block] ?? 0; rest !== 0; rest &= rest - 1)
        items[found++] = (block << 5) + 31 - Math.clz32(rest & -rest)
    return items
  }

  clear(): void {
    if (this.count === 0) return
    this.scores.fill(0)
    this.marks.fill(0)
    this.count = 0
  }
}

export function createSheets(size: number): Sheets {
  const all: Sheet[] = []
  let taken = 0
  return {
    take() {
      const sheet = (all[taken] ??= new Sheet(size))
      taken += 1
      sheet.clear()
      return sheet
    },
    wipe() {
      taken = 0
    },
  }
}
