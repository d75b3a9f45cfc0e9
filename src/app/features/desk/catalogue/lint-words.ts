/** The linter's findings in the user's language. */
import type { Finding, LintRule, LintSeverity } from '#domain/catalogue/lint'
import { m } from '../../../i18n/index.ts'

const RULES: Record<LintRule, () => string> = {
  promiseLonger: m.desk_catalogue_r_promiseLonger,
  placeholderText: m.desk_catalogue_r_placeholderText,
  feeWithoutBasis: m.desk_catalogue_r_feeWithoutBasis,
  feeWithoutStandard: m.desk_catalogue_r_feeWithoutStandard,
  limitWithoutUnit: m.desk_catalogue_r_limitWithoutUnit,
  onTheSpotWithDays: m.desk_catalogue_r_onTheSpotWithDays,
  repealedLaw: m.desk_catalogue_r_repealedLaw,
  nameTwice: m.desk_catalogue_r_nameTwice,
  basisWithoutArticle: m.desk_catalogue_r_basisWithoutArticle,
  stale: m.desk_catalogue_r_stale,
  materialTwice: m.desk_catalogue_r_materialTwice,
  catchAllMaterial: m.desk_catalogue_r_catchAllMaterial,
  catchAllCondition: m.desk_catalogue_r_catchAllCondition,
  conditionsSayNothing: m.desk_catalogue_r_conditionsSayNothing,
  copiedText: m.desk_catalogue_r_copiedText,
  limitNotUnderstood: m.desk_catalogue_r_limitNotUnderstood,
  phoneMissing: m.desk_catalogue_r_phoneMissing,
  complaintMissing: m.desk_catalogue_r_complaintMissing,
  placeMissing: m.desk_catalogue_r_placeMissing,
  materialsMissing: m.desk_catalogue_r_materialsMissing,
  limitUnitsDiffer: m.desk_catalogue_r_limitUnitsDiffer,
  promiseSaysNothing: m.desk_catalogue_r_promiseSaysNothing,
}
const SEVERITIES: Record<LintSeverity, () => string> = {
  error: m.desk_catalogue_severity_error,
  warning: m.desk_catalogue_severity_warning,
  hint: m.desk_catalogue_severity_hint,
}
const LONGEST = 60

export const ruleName = (rule: LintRule): string => RULES[rule]()
export const severityName = (severity: LintSeverity): string => SEVERITIES[severity]()
export const severityTone = (severity: LintSeverity) =>
  severity === 'error' ? 'bad' : severity === 'warning' ? 'wait' : 'info'

/** The rule, and the words it is about. */
export function findingSentence({ rule, about }: Finding): string {
  if (about === undefined || about.trim() === '') return ruleName(rule)
  const text = about.length > LONGEST ? `${about.slice(0, LONGEST)}…` : about
  return ruleName(rule) + m.desk_catalogue_about({ text })
}
