import type { Timestamp } from '../../db/columns.ts'

/** A photo, named by the SHA-256 (hex) of its bytes; never changed. */
export interface BlobRow {
  sha256: string
  bytes: number
  type: string
  width: number
  height: number
  data: Buffer
  received_at: Timestamp
}
export interface BlobTables {
  blobs: BlobRow
}
