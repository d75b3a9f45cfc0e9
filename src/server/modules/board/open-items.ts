/** Open data of the catalogue: the items as anyone may download them, with what they disclose. */
import type { OpenItem } from '#domain/accountability/open-records'
import { disclosureMask } from '#domain/catalogue/disclosure'
import { type Catalogue, DISCLOSURE_KEYS, type ServiceItem } from '#domain/catalogue/types'

/** One item, flat; keys are the headers of the CSV, which the importer reads again. */
function rowOf(item: ServiceItem, departments: ReadonlyMap<string, string>): OpenItem {
  const { disclosures } = item
  const mask = disclosureMask(item)
  return {
    item_code: item.code,
    name: item.name,
    department: departments.get(item.department) ?? item.department,
    department_id: item.department,
    kind: item.kind ?? '',
    item_type: item.handling === undefined ? '' : item.handling === 'promise' ? '承诺件' : '即办件',
    applicant_type: (item.applicants ?? []).map((who) => (who === 'person' ? '自然人' : '法人')).join(';'),
    legal_basis: disclosures.legalBasis ?? '',
    conditions: disclosures.conditions ?? '',
    procedure: disclosures.procedure ?? (item.steps ?? []).map((step) => step.name).join('\n'),
    statutory_limit: disclosures.statutoryLimit?.text ?? '',
    statutory_amount: disclosures.statutoryLimit?.limit?.amount ?? null,
    statutory_amount_unit: disclosures.statutoryLimit?.limit?.unit ?? null,
    promised_limit: disclosures.promisedLimit?.text ?? '',
    promised_amount: disclosures.promisedLimit?.limit?.amount ?? null,
    promised_amount_unit: disclosures.promisedLimit?.limit?.unit ?? null,
    fee_basis: disclosures.feeBasis ?? '',
    fee_standard: disclosures.feeStandard ?? '',
    materials: (item.materials ?? []).map((material) => material.name).join('\n'),
    consult_way: item.consult ?? '',
    complaint_way: item.complaint ?? '',
    result: item.result ?? '',
    source: item.source?.name ?? '',
    source_url: item.source?.url ?? '',
    source_date: item.source?.date ?? '',
    ...Object.fromEntries(DISCLOSURE_KEYS.map((key, bit) => [`discloses_${key}`, (mask >> bit) & 1])),
  }
}

export function openItems(catalogue: Catalogue): OpenItem[] {
  const departments = new Map(catalogue.departments.map(({ id, name }) => [id, name]))
  return catalogue.items.map((item) => rowOf(item, departments))
}
