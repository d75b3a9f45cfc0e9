/** 不予受理的依据: the rules that a refusal may rest on. Data: what is not in the list cannot be cited. */
import rules from './decline-rules.json'

export interface DeclineRule {
  id: string
  zh: string
  en: string
}
export const DECLINE_RULES: readonly DeclineRule[] = rules

/** The rule in the words that the citizen reads; undefined where the list has no such rule. */
export const declineRule = (id: string): string | undefined =>
  DECLINE_RULES.find((rule) => rule.id === id)?.zh
