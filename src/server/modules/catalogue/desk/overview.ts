/** The catalogue in figures: completeness of each department, findings by rule, what waits. */
import type { CatalogueOverview } from '#contract/desk/catalogue-views'
import { isDisclosed } from '#domain/catalogue/disclosure'
import { type Finding, LINT_RULES } from '#domain/catalogue/lint'
import { DISCLOSURE_KEYS, type ServiceItem } from '#domain/catalogue/types'
import { grouped, type Judged } from './judged.ts'

/** How many items break each rule, in the order of the rules; rules that none breaks are left out. */
export function ruleCounts(findings: readonly Finding[]): CatalogueOverview['findings'] {
  const items = new Map(LINT_RULES.map((rule) => [rule, new Set<string>()]))
  for (const { rule, item } of findings) items.get(rule)?.add(item)
  return [...items].flatMap(([rule, codes]) => (codes.size > 0 ? [{ rule, items: codes.size }] : []))
}

/** How many of the items really disclose each of the eight facts. */
export const disclosedCounts = (items: readonly ServiceItem[]) =>
  Object.fromEntries(
    DISCLOSURE_KEYS.map((key) => [key, items.filter((item) => isDisclosed(item, key)).length]),
  ) as CatalogueOverview['departments'][number]['disclosed']

/** Each department that is wanted, the least complete first. */
export function departmentFigures(
  { catalogue, findings }: Judged,
  reports: ReadonlyMap<string, number>,
  wanted: (of: { department: string }) => boolean,
): CatalogueOverview['departments'] {
  const items = grouped(catalogue.items, ({ department }) => department)
  return catalogue.departments
    .filter(({ id }) => wanted({ department: id }))
    .map(({ id, name }) => {
      const own = items.get(id) ?? []
      const disclosed = disclosedCounts(own)
      const facts = Object.values(disclosed).reduce((sum, one) => sum + one, 0)
      const found = own.flatMap(({ code }) => findings.get(code) ?? [])
      const severe = (severity: Finding['severity']) =>
        found.filter((one) => one.severity === severity).length
      return {
        id,
        name,
        items: own.length,
        disclosed,
        completeness: own.length === 0 ? 0 : facts / (own.length * DISCLOSURE_KEYS.length),
        errors: severe('error'),
        warnings: severe('warning'),
        hints: severe('hint'),
        reports: own.reduce((sum, { code }) => sum + (reports.get(code) ?? 0), 0),
      }
    })
    .toSorted((a, b) => a.completeness - b.completeness)
}
