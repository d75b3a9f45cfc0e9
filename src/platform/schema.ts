/** What this phone stores, store by store. Only additions between versions: nothing unsent is ever rewritten. */
import type { DBSchema } from 'idb'
import type { Board } from '#contract/board'
import type { CatalogueManifest } from '#contract/catalogue'
import type { CaseView } from '#contract/receipts'
import type { OutcomeList, VisitList } from '#contract/supervisors'
import type { ServiceItem } from '#domain/catalogue/types'
import type { OneTimeNotice } from '#domain/cases/types'
import type { Draft, FiledRecord, Settings, StoredCatalogue } from '#sync/services'
import type { OutboxEntry } from '#sync/types'

/** A filed record as stored: what it shares with the outbox and with the server's truth is joined on reading. */
export type StoredFiled = Omit<FiledRecord, 'entry' | 'view'> & {
  /** SHA-256 of every photo it shows; they stay as long as it does */
  blobs: string[]
}

/** Bytes as `ArrayBuffer`: Blobs in IndexedDB fail on iOS. */
export interface StoredBlob {
  sha256: string
  type: string
  bytes: ArrayBuffer
  /** epoch ms; one that nothing refers to yet is kept for a day, for the draft being written */
  addedAt: number
  /** the bytes are encrypted under this phone's key (`at-rest.ts`); `sha256` still names the photo itself */
  boxed?: boolean
}

/** What is known of a region's catalogue on the server; apart from the heads, which a 304 must not rewrite. */
export interface StoredManifest {
  region: string
  manifest: CatalogueManifest
  etag?: string
  /** ISO instant */
  checkedAt: string
  /** the details that have not come down yet; none on phones that took a version whole */
  pending?: PendingChunk[]
}

/** A published chunk of details, and the items for which it is still wanted. */
export interface PendingChunk {
  url: string
  sha256: string
  plainBytes: number
  codes: string[]
}

/** A record that could not be read: kept as it was, out of the way, and told. */
interface SetAside {
  store: string
  key: unknown
  value: unknown
  reason: string
  at: string
}

interface SupervisorKeys {
  name: string
  privateKey: CryptoKey
  publicKey: JsonWebKey
}

export interface MingchaDb extends DBSchema {
  outbox: { key: string; value: OutboxEntry; indexes: { sequence: number } }
  filed: { key: string; value: StoredFiled; indexes: { savedAt: string } }
  blobs: { key: string; value: StoredBlob }
  drafts: { key: string; value: Draft; indexes: { kind: string } }
  /** one record a region: all a cold start reads */
  catalogues: {
    key: string
    value: { region: string; format: 1 | 2; catalogue: Omit<StoredCatalogue, 'checkedAt' | 'missing'> }
  }
  manifests: { key: string; value: StoredManifest }
  items: { key: [string, string]; value: { region: string; code: string; item: ServiceItem } }
  /** item codes, newest first */
  recents: { key: string; value: { region: string; codes: string[] } }
  pins: { key: string; value: { region: string; codes: string[] } }
  notices: { key: string; value: OneTimeNotice & { ticked: number[] } }
  settings: { key: 'settings'; value: Settings }
  /** the server's last known word on a case, by case id */
  views: { key: string; value: CaseView }
  boards: { key: string; value: { region: string; board: Board } }
  /** what the server last answered to anyone who asks, by the address it was asked at; `at` when this phone heard it */
  publicAnswers: { key: string; value: { path: string; value: unknown; at: string } }
  /** counters and single records by name */
  meta: { key: string; value: unknown }
  /** non-extractable keys of this phone, by name */
  keys: { key: string; value: SupervisorKeys }
  /** the supervisor's own records by name: profile, PIN, chain */
  supervisor: { key: string; value: unknown }
  visits: { key: string; value: VisitList['visits'][number] }
  outcomes: { key: string; value: OutcomeList['outcomes'][number] }
  setAside: { key: number; value: SetAside }
}
