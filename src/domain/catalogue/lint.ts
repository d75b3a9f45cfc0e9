/**
 * 公开质检: what is wrong with what is disclosed. One rule, one function, each by itself in `lint-rules/`; the words of
 * a finding are the app's.
 */
import {
  limitNotUnderstood,
  limitUnitsDiffer,
  limitWithoutUnit,
  onTheSpotWithDays,
  promiseLonger,
  promiseSaysNothing,
} from './lint-rules/limits.ts'
import {
  catchAllMaterial,
  complaintMissing,
  materialsMissing,
  materialTwice,
  phoneMissing,
  placeMissing,
} from './lint-rules/materials-and-places.ts'
import {
  basisWithoutArticle,
  feeWithoutBasis,
  feeWithoutStandard,
  repealedLaw,
} from './lint-rules/money-and-law.ts'
import { folded, type LintContext, type LintedItem, type LintSeverity, type Rule } from './lint-rules/rule.ts'
import {
  catchAllCondition,
  conditionsSayNothing,
  copiedText,
  nameTwice,
  placeholderText,
  stale,
} from './lint-rules/texts.ts'
import type { Catalogue } from './types.ts'

export type { LintContext, LintedItem, LintField, LintSeverity } from './lint-rules/rule.ts'

/** Every rule, the gravest first. */
const RULES = {
  promiseLonger: { severity: 'error', check: promiseLonger },
  placeholderText: { severity: 'error', check: placeholderText },
  feeWithoutBasis: { severity: 'error', check: feeWithoutBasis },
  feeWithoutStandard: { severity: 'error', check: feeWithoutStandard },
  limitWithoutUnit: { severity: 'error', check: limitWithoutUnit },
  onTheSpotWithDays: { severity: 'warning', check: onTheSpotWithDays },
  repealedLaw: { severity: 'error', check: repealedLaw },
  nameTwice: { severity: 'error', check: nameTwice },
  basisWithoutArticle: { severity: 'warning', check: basisWithoutArticle },
  stale: { severity: 'warning', check: stale },
  materialTwice: { severity: 'warning', check: materialTwice },
  catchAllMaterial: { severity: 'warning', check: catchAllMaterial },
  catchAllCondition: { severity: 'warning', check: catchAllCondition },
  conditionsSayNothing: { severity: 'warning', check: conditionsSayNothing },
  copiedText: { severity: 'warning', check: copiedText },
  limitNotUnderstood: { severity: 'warning', check: limitNotUnderstood },
  phoneMissing: { severity: 'warning', check: phoneMissing },
  complaintMissing: { severity: 'warning', check: complaintMissing },
  placeMissing: { severity: 'warning', check: placeMissing },
  materialsMissing: { severity: 'warning', check: materialsMissing },
  limitUnitsDiffer: { severity: 'hint', check: limitUnitsDiffer },
  promiseSaysNothing: { severity: 'hint', check: promiseSaysNothing },
} as const satisfies Record<string, Rule>

export type LintRule = keyof typeof RULES
export const LINT_RULES = Object.keys(RULES) as [LintRule, ...LintRule[]]
export const severityOf = (rule: LintRule): LintSeverity => RULES[rule].severity

export interface Finding {
  rule: LintRule
  severity: LintSeverity
  /** code of the item */
  item: string
  field: ReturnType<Rule['check']>[number]['field']
  /** the words in question as they stand in the item, or codes of the items it is mixed up with */
  about?: string
}

/** What is wrong with one item, the gravest rule first. */
export function lintItem(item: LintedItem, context: LintContext): Finding[] {
  return LINT_RULES.flatMap((rule) => {
    const { severity, check }: Rule = RULES[rule]
    return check(item, context).map((found) => ({ rule, severity, item: item.code, ...found }))
  })
}

/** For each item the codes of its namesakes at the same department, and its department's telephone. */
export function lintContexts(
  {
    departments,
    items,
  }: { departments: Pick<Catalogue['departments'][number], 'id' | 'phone'>[]; items: LintedItem[] },
  today: string,
): (item: LintedItem) => LintContext {
  const phones = new Map(departments.map(({ id, phone }) => [id, phone]))
  const names = new Map<string, string[]>()
  const keyOf = ({ department, name }: LintedItem) => `${department}\n${folded(name)}`
  for (const item of items) names.set(keyOf(item), [...(names.get(keyOf(item)) ?? []), item.code])
  return (item) => ({
    today,
    departmentPhone: phones.get(item.department),
    namesakes: (names.get(keyOf(item)) ?? []).filter((code) => code !== item.code),
  })
}

/** What is wrong with a whole catalogue, item by item. @param today ISO date */
export function lintCatalogue(catalogue: Parameters<typeof lintContexts>[0], today: string): Finding[] {
  const contextOf = lintContexts(catalogue, today)
  return catalogue.items.flatMap((item) => lintItem(item, contextOf(item)))
}
