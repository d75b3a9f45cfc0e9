import type { NullableTimestamp, Timestamp } from '../../db/columns.ts'

/** A client that may file. Only a hash of its key is kept. */
export interface Open311KeyRow {
  key_hash: string
  name: string
  region: string
  created_at: Timestamp
  revoked_at: NullableTimestamp
}

export interface Open311Tables {
  open311_keys: Open311KeyRow
}
