import type { DisclosureKey } from '#domain/catalogue/types'
import type { CaseKind } from '#domain/cases/types'
import { m } from '../../i18n/index.ts'

const DISCLOSURE: Record<DisclosureKey, () => string> = {
  name: m.cases_disclosure_name,
  legalBasis: m.cases_disclosure_legalBasis,
  conditions: m.cases_disclosure_conditions,
  procedure: m.cases_disclosure_procedure,
  statutoryLimit: m.cases_disclosure_statutoryLimit,
  promisedLimit: m.cases_disclosure_promisedLimit,
  feeBasis: m.cases_disclosure_feeBasis,
  feeStandard: m.cases_disclosure_feeStandard,
}
export const disclosureName = (key: DisclosureKey): string => DISCLOSURE[key]()

const PROBLEM = {
  missing: m.cases_problem_missing,
  wrong: m.cases_problem_wrong,
  unclear: m.cases_problem_unclear,
}
export const PROBLEMS = ['missing', 'wrong', 'unclear'] as const
export const problemName = (problem: (typeof PROBLEMS)[number]): string => PROBLEM[problem]()

const LABEL: Record<CaseKind, () => string> = {
  complaint: m.cases_text_complaint,
  suggestion: m.cases_text_suggestion,
  enquiry: m.cases_text_enquiry,
  disclosureReport: m.cases_text_disclosureReport,
}
/** What the text is asked for. */
export const textLabel = (kind: CaseKind): string => LABEL[kind]()

const EXAMPLE: Record<CaseKind, () => string> = {
  complaint: m.cases_example_complaint,
  suggestion: m.cases_example_suggestion,
  enquiry: m.cases_example_enquiry,
  disclosureReport: m.cases_example_disclosureReport,
}
/** What helps to write there, in the empty field. */
export const exampleOf = (kind: CaseKind): string => EXAMPLE[kind]()

const LINE: Record<CaseKind, () => string> = {
  complaint: m.cases_line_complaint,
  suggestion: m.cases_line_suggestion,
  enquiry: m.cases_line_enquiry,
  disclosureReport: m.cases_line_disclosureReport,
}
/** One line that says what the kind is for. */
export const kindLine = (kind: CaseKind): string => LINE[kind]()
