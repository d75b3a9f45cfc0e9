import type { Timestamp } from '../../db/columns.ts'

/** One row for each operation that took effect; written in the same transaction as the effect. */
export interface OperationRow {
  id: string
  type: string
  entity: string
  /** SHA-256 (hex) over the canonical content: the same id with another content is a conflict */
  content_hash: string
  attachments: string[]
  saved_at: Timestamp
  received_at: Timestamp
}
export interface SyncTables {
  operations: OperationRow
}
