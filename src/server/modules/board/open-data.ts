/** Open data: the items as anyone may download them, with what they disclose, so that the board can be recomputed. */
import { disclosureMask } from '#domain/catalogue/disclosure'
import { type Catalogue, DISCLOSURE_KEYS, type ServiceItem } from '#domain/catalogue/types'
import { type Row, toCsv } from './csv.ts'

/** One item, flat; keys are the headers of the CSV, which the importer reads again. */
function rowOf(item: ServiceItem, departments: ReadonlyMap<string, string>): Row {
  const { disclosures } = item
  const mask = disclosureMask(item)
  return {
    item_code: item.code,
    name: item.name,
    department: departments.get(item.department) ?? item.department,
    kind: item.kind ?? '',
    item_type: item.handling === undefined ? '' : item.handling === 'promise' ? '承诺件' : '即办件',
    applicant_type: (item.applicants ?? []).map((who) => (who === 'person' ? '自然人' : '法人')).join(';'),
    legal_basis: disclosures.legalBasis ?? '',
    conditions: disclosures.conditions ?? '',
    procedure: disclosures.procedure ?? (item.steps ?? []).map((step) => step.name).join('\n'),
    statutory_limit: disclosures.statutoryLimit?.text ?? '',
    statutory_amount: disclosures.statutoryLimit?.limit?.amount ?? '',
    statutory_amount_unit: disclosures.statutoryLimit?.limit?.unit ?? '',
    promised_limit: disclosures.promisedLimit?.text ?? '',
    promised_amount: disclosures.promisedLimit?.limit?.amount ?? '',
    promised_amount_unit: disclosures.promisedLimit?.limit?.unit ?? '',
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

function rows(catalogue: Catalogue) {
  const departments = new Map(catalogue.departments.map(({ id, name }) => [id, name]))
  return catalogue.items.map((item) => rowOf(item, departments))
}

export const itemsAsCsv = (catalogue: Catalogue): string => toCsv(rows(catalogue))

export function itemsAsJson(catalogue: Catalogue): object {
  const { region, version, publishedAt } = catalogue
  return { region, catalogueVersion: version, publishedAt, items: rows(catalogue) }
}
