/** A table as read from a file, before anyone knows what its columns mean. */

/** One cell: its text, and what was odd about it. */
export interface Cell {
  text: string
  /** `formula`: none was stored, the text is empty; `cellError`: #REF! and the like; `date`: the text is an ISO date */
  oddity?: 'formula' | 'cellError' | 'date'
  /** of a formula or an error: what stood there */
  raw?: string
  /** filled down or across from the first cell of a merged range */
  merged?: boolean
}

export interface Row {
  /** line of the file, first is 1 */
  line: number
  cells: Cell[]
  /** cells that the line really had; a table's short or long line shows by it */
  width: number
}

export interface Sheet {
  name?: string
  rows: Row[]
}

export const EMPTY_CELL: Cell = { text: '' }
