import type { DisclosureKey, HandlingWay, ImportFlag } from '#domain/catalogue/types'
import { m } from '../../i18n/index.ts'

const NAMES: Record<DisclosureKey, () => string> = {
  name: m.catalogue_d_name,
  legalBasis: m.catalogue_d_legalBasis,
  conditions: m.catalogue_d_conditions,
  procedure: m.catalogue_d_procedure,
  statutoryLimit: m.catalogue_d_statutoryLimit,
  promisedLimit: m.catalogue_d_promisedLimit,
  feeBasis: m.catalogue_d_feeBasis,
  feeStandard: m.catalogue_d_feeStandard,
}
const WAYS: Record<HandlingWay, () => string> = {
  counter: m.catalogue_way_counter,
  online: m.catalogue_way_online,
  courier: m.catalogue_way_courier,
  selfService: m.catalogue_way_selfService,
  phone: m.catalogue_way_phone,
}
/** Other fields that an import may have stumbled over, by the name of what the page shows of them. */
const FIELDS: Record<string, () => string> = {
  ...NAMES,
  materials: m.catalogue_materials,
  steps: m.catalogue_steps,
  places: m.catalogue_places,
  ways: m.catalogue_ways,
  visits: m.catalogue_ways,
  handling: m.catalogue_kind,
  kind: m.catalogue_kind,
  applicants: m.catalogue_applicants,
  consult: m.catalogue_consult,
  complaint: m.catalogue_complaint,
  result: m.catalogue_result,
  source: m.catalogue_source,
  code: m.catalogue_code,
}

export const disclosureName = (key: DisclosureKey): string => NAMES[key]()
export const wayName = (way: HandlingWay): string => WAYS[way]()

/** One sentence on what the import could not understand; the text itself stands where it belongs. */
export function flagSentence(flag: ImportFlag): string {
  const field = Object.hasOwn(FIELDS, flag.field) ? (FIELDS[flag.field]?.() ?? flag.field) : flag.field
  if (flag.reason === 'feeWithoutStandard') return m.catalogue_flag_fee()
  if (flag.reason === 'limitContradicts') return m.catalogue_flag_contradicts({ field })
  if (flag.field.endsWith('Limit')) return m.catalogue_flag_limit({ field })
  return m.catalogue_flag_other({ field })
}
