/** The newest catalogue as one reader may see it, with its findings: judged once a version and day, then kept. */
import { lintCatalogue, type Finding } from '#domain/catalogue/lint'
import type { Catalogue } from '#domain/catalogue/types'
import type { StaffMember } from '#domain/staff/roles'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../../context.ts'
import { loadCatalogue } from '../load.ts'

/** A unit sees its own department's items; office and auditor see all. */
export const mine = ({ role, department }: StaffMember) =>
  role === 'unit' ? (of: { department: string }) => of.department === department : () => true

/** Entries under each key, in their order. */
export function grouped<T>(entries: readonly T[], keyOf: (entry: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const entry of entries) {
    const group = groups.get(keyOf(entry))
    if (group) group.push(entry)
    else groups.set(keyOf(entry), [entry])
  }
  return groups
}

export interface Judged {
  catalogue: Catalogue
  /** by code of the item */
  findings: ReadonlyMap<string, Finding[]>
  /** ISO date in China for which it was judged */
  today: string
}

const kept = new WeakMap<Catalogue, Judged>()

/** Undefined where nothing was published. */
export async function judged(context: Context, region: string): Promise<Judged | undefined> {
  const catalogue = await loadCatalogue(context, region)
  if (!catalogue) return undefined
  const today = dateInChina(context.now())
  const known = kept.get(catalogue)
  if (known?.today === today) return known
  const findings = grouped(lintCatalogue(catalogue, today), ({ item }) => item)
  const fresh = { catalogue, findings, today }
  kept.set(catalogue, fresh)
  return fresh
}
