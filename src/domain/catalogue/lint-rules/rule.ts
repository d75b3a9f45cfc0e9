/** What every rule of the disclosure linter is made of. */
import type { DisclosureKey, ServiceItem } from '../types.ts'

/** Where a finding stands: one of the eight facts, or another part of the item that its notice shows. */
export type LintField =
  DisclosureKey | 'materials' | 'handling' | 'consult' | 'complaint' | 'places' | 'source'

/** `error`: what is published contradicts itself, the law or the citizen's right to know; `hint`: could be better. */
export type LintSeverity = 'error' | 'warning' | 'hint'

/** What a rule found: where, and what it is about as it stands in the item, for the sentence that is shown. */
export interface Found {
  field: LintField
  about?: string
}

/** What a rule knows beside the item itself. */
export interface LintContext {
  /** ISO date */
  today: string
  /** telephone of the item's department */
  departmentPhone?: string | undefined
  /** codes of other items of the same department with the same name */
  namesakes: readonly string[]
}

/** An item as it is judged; a draft of one fits as well as a published one. */
export type LintedItem = Omit<ServiceItem, 'pinyin'>

export interface Rule {
  severity: LintSeverity
  check: (item: LintedItem, context: LintContext) => Found[]
}

/** Folded for comparing: full width to half, lower case, letters and digits only. */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
