/** Sheets with a score for every item: a question needs several, and the next one writes on them again. */
export interface Sheets {
  /** one that holds only zeros */
  take(): Float32Array
  /** all that were taken may be taken again */
  wipe(): void
}

export function createSheets(size: number): Sheets {
  const all: Float32Array[] = []
  let taken = 0
  return {
    take() {
      const sheet = (all[taken] ??= new Float32Array(size))
      taken += 1
      return sheet.fill(0)
    },
    wipe() {
      taken = 0
    },
  }
}
