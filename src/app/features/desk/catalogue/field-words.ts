/** Names of an item's fields, of what an import stumbled over, and of how a version came to be. */
import type { CatalogueVersion, DisclosureReport } from '#contract/desk/catalogue-views'
import type { ItemField } from '#domain/catalogue/item-changes'
import { m } from '../../../i18n/index.ts'
import { errorSentence } from '../../../ui/error-sentence.ts'
import { detailsOf } from '../parts/refusal.ts'

const FIELDS: Record<ItemField, () => string> = {
  name: m.catalogue_d_name,
  legalBasis: m.catalogue_d_legalBasis,
  conditions: m.catalogue_d_conditions,
  procedure: m.catalogue_d_procedure,
  statutoryLimit: m.catalogue_d_statutoryLimit,
  promisedLimit: m.catalogue_d_promisedLimit,
  feeBasis: m.catalogue_d_feeBasis,
  feeStandard: m.catalogue_d_feeStandard,
  department: m.desk_catalogue_f_department,
  kind: m.desk_catalogue_f_kind,
  handling: m.desk_catalogue_f_handling,
  applicants: m.desk_catalogue_f_applicants,
  steps: m.desk_catalogue_f_steps,
  materials: m.desk_catalogue_materials,
  places: m.desk_catalogue_f_places,
  ways: m.desk_catalogue_f_ways,
  visits: m.desk_catalogue_f_visits,
  consult: m.desk_catalogue_consult,
  complaint: m.desk_catalogue_complaint,
  result: m.desk_catalogue_f_result,
  source: m.desk_catalogue_f_source,
  flags: m.desk_catalogue_f_flags,
}
export const fieldName = (field: ItemField): string => FIELDS[field]()

const REASONS: Record<string, () => string> = {
  nameMissing: m.desk_catalogue_x_nameMissing,
  nameTooLong: m.desk_catalogue_x_nameTooLong,
  departmentMissing: m.desk_catalogue_x_departmentMissing,
  duplicateCode: m.desk_catalogue_x_duplicateCode,
  duplicateItem: m.desk_catalogue_x_duplicateItem,
  codeDamaged: m.desk_catalogue_x_codeDamaged,
  codeInvalid: m.desk_catalogue_x_codeInvalid,
  tooManyCells: m.desk_catalogue_x_tooManyCells,
  rowCut: m.desk_catalogue_x_rowCut,
  wrongShape: m.desk_catalogue_x_wrongShape,
  limitNotUnderstood: m.desk_catalogue_x_limitNotUnderstood,
  limitUnlabelled: m.desk_catalogue_x_limitUnlabelled,
  limitContradicts: m.desk_catalogue_x_limitContradicts,
  codeDerived: m.desk_catalogue_x_codeDerived,
  formula: m.desk_catalogue_x_formula,
  cellError: m.desk_catalogue_x_cellError,
  html: m.desk_catalogue_x_html,
  dateCell: m.desk_catalogue_x_dateCell,
  wordUnknown: m.desk_catalogue_x_wordUnknown,
  notANumber: m.desk_catalogue_x_notANumber,
  badUrl: m.desk_catalogue_x_badUrl,
  feeWithoutStandard: m.desk_catalogue_x_feeWithoutStandard,
  shortRow: m.desk_catalogue_x_shortRow,
}
/** Why a row was refused, or what in it is in doubt. */
export function reasonWords({
  reason,
  firstLine,
}: {
  reason: string
  firstLine?: number | undefined
}): string {
  const words = (Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined) ?? m.desk_catalogue_x_other
  return words() + (firstLine === undefined ? '' : m.desk_catalogue_first_line({ line: firstLine }))
}

const UNREADABLE: Record<string, () => string> = {
  empty: m.desk_catalogue_u_empty,
  image: m.desk_catalogue_u_picture,
  pdf: m.desk_catalogue_u_picture,
  archive: m.desk_catalogue_u_archive,
  brokenWorkbook: m.desk_catalogue_u_broken,
  brokenJson: m.desk_catalogue_u_broken,
  brokenCsv: m.desk_catalogue_u_broken,
  openQuote: m.desk_catalogue_u_broken,
  noHeader: m.desk_catalogue_u_noHeader,
  noRows: m.desk_catalogue_u_noRows,
}
/** What is the matter with a file as a whole, or with the way to the server. */
export function uploadSentence(error: unknown): string {
  const reason = detailsOf(error)?.reason
  if (typeof reason !== 'string') return errorSentence(error)
  return ((Object.hasOwn(UNREADABLE, reason) ? UNREADABLE[reason] : undefined) ?? m.desk_catalogue_u_other)()
}

export function problemName(problem: DisclosureReport['problem']): string {
  switch (problem) {
    case 'missing':
      return m.desk_catalogue_problem_missing()
    case 'wrong':
      return m.desk_catalogue_problem_wrong()
    case 'unclear':
      return m.desk_catalogue_problem_unclear()
  }
}

export function originName({ origin, restored }: CatalogueVersion): string {
  switch (origin) {
    case 'import':
      return m.desk_catalogue_origin_import()
    case 'edit':
      return m.desk_catalogue_origin_edit()
    case 'rollback':
      return m.desk_catalogue_origin_rollback({ version: restored ?? 0 })
    case 'command':
      return m.desk_catalogue_origin_command()
  }
}
