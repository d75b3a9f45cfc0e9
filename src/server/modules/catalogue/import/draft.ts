/** An item on its way in: parsed as far as one row goes; departments and venues are still names and addresses. */
import type { FlagReason } from '#domain/catalogue/flags'
import type { ServiceItem } from '#domain/catalogue/types'
import { excerpt, type RowFlag, type RowRefusal } from './report.ts'

interface Place {
  venueName?: string
  counterName?: string
  address?: string
  hours?: string
}

export interface ItemDraft {
  sheet?: string
  line: number
  department: string
  place: Place
  item: Omit<ServiceItem, 'department' | 'pinyin' | 'places'>
  flags: RowFlag[]
}

export interface Reading {
  drafts: ItemDraft[]
  refused: RowRefusal[]
  read: number
  ignored: { columns: string[]; sheets: string[] }
}

/** Collects what was odd about one row, for the report and for the item itself. */
export class RowNotes {
  readonly flags: RowFlag[] = []
  constructor(
    readonly line: number,
    readonly sheet: string | undefined,
  ) {}

  flag(field: string, column: string, reason: FlagReason, value?: string): void {
    this.flags.push({
      ...(this.sheet !== undefined && { sheet: this.sheet }),
      line: this.line,
      column,
      reason,
      code: '',
      ...(value !== undefined && { value: excerpt(value) }),
    })
    this.itemFlags.push({ field, reason })
  }
  readonly itemFlags: { field: string; reason: FlagReason }[] = []

  refusal(column: string, reason: RowRefusal['reason'], value?: string): RowRefusal {
    return {
      ...(this.sheet !== undefined && { sheet: this.sheet }),
      line: this.line,
      column,
      reason,
      ...(value !== undefined && value !== '' && { value: excerpt(value) }),
    }
  }
}

/** Whether a cell that must name something names nothing. “电话咨询” says nothing about a fee, but is the name of a service. */
export const namesNothing = (text: string) =>
  !/[\p{L}\p{N}]/u.test(text) || ['无', '暂无', 'null', 'none', 'n/a'].includes(text.trim().toLowerCase())

/** Longest name of an item: one-time notices carry it. */
export const MAX_NAME = 500
/** Longest code: addresses and records carry it. */
const MAX_CODE = 200

/** Why a code cannot be taken; undefined where it can. */
export function codeProblem(code: string): 'codeDamaged' | 'codeInvalid' | undefined {
  // what a spreadsheet makes of a long number: the digits are gone for good
  if (/^\d(?:\.\d+)?e\+?\d+$/iu.test(code)) return 'codeDamaged'
  return code.length > MAX_CODE || /[\p{Cc}\s/?#\\]/u.test(code) ? 'codeInvalid' : undefined
}

/** Drops the members that are undefined, so that exact optional types hold. */
export function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
