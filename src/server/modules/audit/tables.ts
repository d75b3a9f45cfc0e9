import type { AuditEntry } from '#contract/desk/audit'
import type { Json } from '../../db/columns.ts'

/** Append-only. `hash` is the SHA-256 (hex) of the entry's canonical JSON, which names the hash before it. */
export interface AuditEntryRow {
  region: string
  seq: number
  entry: Json<AuditEntry>
  hash: string
}

export interface AuditTables {
  audit_entries: AuditEntryRow
}
