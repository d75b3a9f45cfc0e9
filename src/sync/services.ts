/**
 * What the app asks of the phone and the network, as interfaces: `platform/` implements them, `app/main.ts` hands them
 * to the app, and no component or store does I/O by any other way. They stand here because this is the highest layer
 * that both sides may import.
 */
import type { Board } from '#contract/board'
import type { CatalogueManifest } from '#contract/catalogue'
import type { PublicNotice, PublicNoticeList } from '#contract/public-notices'
import type { PublishedCases, PublishedCasesQuery } from '#contract/published-cases'
import type { RegionList } from '#contract/regions'
import type { YearlyScores } from '#contract/scores'
import type { AnswerOf, AskWith, Endpoint } from '#contract/endpoint'
import type { ErrorCode } from '#contract/errors'
import type { PushTarget, PushWishes } from '#contract/push'
import type { CaseView } from '#contract/receipts'
import type { OutcomeList, VisitList } from '#contract/supervisors'
import type { OperationPayload, OperationType } from '#contract/sync'
import type { ItemHead } from '#domain/catalogue/head'
import type { Searcher } from '#domain/catalogue/search/types'
import type { Catalogue, Region, ServiceItem } from '#domain/catalogue/types'
import type { RuleSet } from '#domain/cases/rules'
import type { OneTimeNotice, PhotoRef } from '#domain/cases/types'
import type { InspectionReply } from '#domain/inspections/reply'
import type { Checklist, InspectionLocation, InspectionRecord } from '#domain/inspections/types'
import type { QuietHours } from '#domain/notices/quiet-hours'
import type { DrainProgress, OutboxEntry } from './types.ts'

/** Why a request to the server failed. Never an exception the user sees raw. */
export class ServiceError extends Error {
  // Declared only, assigned below: a field definition would bring a helper onto the first screen.
  declare readonly code:
    ErrorCode | 'network' | 'timeout' | 'badAnswer' | 'storage' | 'noStorage' | 'quota' | 'locked'
  declare readonly details?: unknown
  constructor(code: ServiceError['code'], message: string, details?: unknown) {
    super(message)
    this.name = 'ServiceError'
    this.code = code
    this.details = details
  }
}

export type { ItemHead } from '#domain/catalogue/head'

export interface StoredCatalogue extends Omit<Catalogue, 'items'> {
  heads: ItemHead[]
  /** the region's own periods, where the server has told them */
  rules?: RuleSet
  /** ISO instant when this phone last asked the server and heard that this is the newest */
  checkedAt: string
  /** how many items have their head here and not yet their details */
  missing?: number
}

export interface CatalogueLibrary {
  /** from the network */
  regions(): Promise<RegionList>
  /** regions whose catalogue is on this phone */
  stored(): Promise<Region[]>
  open(region: string): Promise<StoredCatalogue | undefined>
  /** as it is on this phone */
  item(region: string, code: string): Promise<ServiceItem | undefined>
  /** The same, and where its details have not come down yet they are fetched first; offline that throws `network`. */
  fetchItem(region: string, code: string): Promise<ServiceItem | undefined>
  /**
   * Brings the region's catalogue to the newest version: its list, a delta, or nothing but a 304. When it resolves all
   * can be listed and searched; details may be missing still.
   */
  update(
    region: string,
    progress?: (loaded: number, total: number) => void,
  ): Promise<{ changed: boolean; manifest: CatalogueManifest }>
  /** Brings down the details that are missing, in pieces that are kept, and tells how many items still miss theirs. */
  complete(region: string, progress?: (missing: number) => void): Promise<void>
  remove(region: string): Promise<void>
  /** What looks for items in it; to be closed when the catalogue is no longer shown. */
  searcher(catalogue: StoredCatalogue): Promise<Searcher>
  /** recent and pinned item codes, newest first */
  recent(region: string): Promise<string[]>
  pinned(region: string): Promise<string[]>
  markRecent(region: string, code: string): Promise<void>
  setPinned(region: string, code: string, pinned: boolean): Promise<void>
}

/** One-time notices kept on this phone. */
export interface NoticeBook {
  list(): Promise<(OneTimeNotice & { ticked: number[] })[]>
  get(id: string): Promise<(OneTimeNotice & { ticked: number[] }) | undefined>
  save(notice: OneTimeNotice, ticked: number[]): Promise<void>
  remove(id: string): Promise<void>
}

/** A form in the making, saved at every keystroke. `kind` names the feature that owns it. */
export interface Draft<T = unknown> {
  id: string
  kind: 'case' | 'rating' | 'inspection' | 'reply'
  /** ISO instants */
  createdAt: string
  updatedAt: string
  data: T
  /** blobs the draft uses; kept as long as the draft is */
  photos: string[]
}
export interface DraftBox {
  list(kind: Draft['kind']): Promise<Draft[]>
  get(id: string): Promise<Draft | undefined>
  /**
   * @param since `updatedAt` of what the caller last saw of it; nothing for a new one
   * @throws ServiceError `conflict` when another window has changed or ended it since
   */
  put(draft: Draft, since?: string): Promise<void>
  discard(id: string): Promise<void>
}

/** A `File` or `Blob`, without asking this layer for the DOM. */
export interface FileLike {
  readonly type: string
  readonly size: number
  arrayBuffer(): Promise<ArrayBuffer>
}

/** Photos of drafts and of filed records, content-addressed. */
export interface PhotoAlbum {
  /** Shrinks to ≤ 1,600 px and about 200 kB, in a worker, without EXIF or position; stores it; says its name. */
  add(file: FileLike): Promise<{ sha256: string; bytes: number; type: 'image/jpeg' }>
  /** An object URL; the caller revokes it. Undefined when the bytes are not on this phone. */
  url(sha256: string): Promise<string | undefined>
}

/** What was filed from this phone, delivered or not. Kept after delivery until the user removes it. */
export interface FiledRecord {
  id: string
  type: OperationType
  /** payload as filed; of an inspection, the sealed record */
  payload: OperationPayload
  /** the item, hall or department it is about, as it was named that day */
  title: string
  number?: string
  /** the secret that opens the case from any device; only ever on this phone */
  receiptCode?: string
  savedAt: string
  delivered?: { receivedAt: string }
  /** how many steps of `view` its owner has looked at */
  seen?: number
  /** last known truth from the server */
  view?: CaseView
  /** present while it is in the outbox */
  entry?: OutboxEntry
  /** the inspection as sealed, to be read again by its author */
  inspection?: InspectionRecord
}

/** What came in with a file of what was unsent on another phone. */
export interface ImportedUnsent {
  records: number
  /** records that this phone had already */
  known: number
  drafts: number
  photos: number
}

export interface Filing {
  /**
   * Saves operation, filed record and attachments, and removes the draft, in one strict transaction; then wakes the
   * drainer. Resolves only when it is on disk. Saving the same id again changes nothing and resolves.
   */
  file(request: {
    type: OperationType
    payload: OperationPayload
    entity: string
    attachments: { sha256: string; bytes: number; type: string }[]
    title: string
    number?: string
    receiptCode?: string
    inspection?: InspectionRecord
    draft?: string
  }): Promise<FiledRecord>
  list(): Promise<FiledRecord[]>
  get(id: string): Promise<FiledRecord | undefined>
  /**
   * Removes a record that was delivered or needs attention, and its outbox entry with it; `into` is saved as a draft
   * in the same transaction, so that what is taken back for correction (under a new id) is never only in memory.
   * One that is still on its way cannot be called back: `ServiceError('conflict')`.
   */
  remove(id: string, into?: Draft): Promise<void>
  /** puts a record that needs attention back in the queue, unchanged, and wakes the drainer */
  retry(id: string): Promise<void>
  /** its owner looks at it as it is known now */
  see(id: string): Promise<void>
  /** asks the server for the case's truth and stores it; offline it throws `network` and changes nothing */
  refresh(id: string): Promise<FiledRecord>
  lookup(code: string): Promise<CaseView>
  /** everything unsent, photos included, as one file, encrypted with a key from the passphrase */
  exportUnsent(passphrase: string): Promise<Uint8Array<ArrayBuffer>>
  /**
   * takes such a file in, to be sent from this phone; what is here or on the server already is not doubled
   * @throws ServiceError `badRequest` for a file of another kind, `forbidden` for a wrong passphrase
   */
  importUnsent(file: FileLike, passphrase: string): Promise<ImportedUnsent>
  onChange(listener: () => void): () => void
}

export interface Drain {
  progress(): DrainProgress
  /** tries now, whatever the backoff says, and sends photos by whatever line there is */
  now(): Promise<void>
  /** sees what waits, without sending it */
  look(): Promise<void>
  onChange(listener: (progress: DrainProgress) => void): () => void
}

export interface SupervisorProfile {
  supervisor: string
  device: string
  name: string
  region: string
  enrolledAt: string
}
/** What became of an inspection, with the server's receipts for its record and for the replies about it. */
export type ReceiptedOutcome = OutcomeList['outcomes'][number] & { receipts: string[] }

export interface SupervisorDesk {
  profile(): Promise<SupervisorProfile | undefined>
  /** makes the key on this phone, proves it to the server, sets the PIN */
  enrol(code: string, pin: string): Promise<SupervisorProfile>
  /** false on a wrong PIN; after five wrong ones each costs a growing wait, told by `ServiceError('locked')` */
  unlock(pin: string): Promise<boolean>
  lock(): void
  unlocked(): boolean
  visits(): Promise<VisitList['visits']>
  refreshVisits(): Promise<VisitList['visits']>
  drawVisit(): Promise<VisitList['visits']>
  outcomes(): Promise<ReceiptedOutcome[]>
  refreshOutcomes(): Promise<ReceiptedOutcome[]>
  /** ids of visits and inspections about which the office has said something that was not looked at yet */
  unseen(): Promise<string[]>
  /** these have been looked at */
  see(ids: readonly string[]): Promise<void>
  /** whether this phone asked to be told that there is something new, and when it is left in peace */
  told(): Promise<{ on: boolean; quiet: QuietHours | null }>
  /** Tells this phone from now on, or no longer; needs the network. */
  tell(wishes: PushWishes, on: boolean): Promise<void>
  /** Signs the answer to the office's question and files it; the draft of the same id goes with that. */
  reply(reply: Omit<InspectionReply, 'repliedAt'>, title: string): Promise<FiledRecord>
  /** the last known server time and how long ago by the monotonic clock */
  serverTime(): { at: string; elapsedMs: number } | undefined
  /** Completes chain fields, signs, and files it. The record never changes after this. */
  seal(
    draft: Omit<InspectionRecord, 'previous' | 'sequence' | 'sealedAt' | 'serverTime'>,
    title: string,
    draftId: string,
  ): Promise<FiledRecord>
  locate(): Promise<InspectionLocation>
  /** one that ships with the app; undefined when this version has none of that name */
  checklist(id: string, version: number): Promise<Checklist | undefined>
  /**
   * Drafts and photos of unsealed inspections, encrypted on disk under the PIN. While locked every call but `list`
   * (which is then empty) throws `ServiceError('locked')`.
   */
  drafts: DraftBox
  photos: PhotoAlbum
  /** puts off the lock that falls after minutes without a touch */
  touch(): void
  /** `ServiceError('locked')` details: how long the next try must wait; 0 when it need not */
  waitMs(): Promise<number>
  onLock(listener: () => void): () => void
}

export interface Settings {
  region?: string
  locale: 'zh' | 'en'
  theme: 'system' | 'light' | 'dark'
  /** 1, 1.25 or 1.5: 大字版 */
  textScale: 1 | 1.25 | 1.5
  /** records with photos wait while the line is paid by the byte */
  photosOnWifiOnly: boolean
  plainTitle: boolean
  installHintDismissed: boolean
}
export interface SettingsStore {
  load(): Promise<Settings>
  save(settings: Settings): Promise<void>
}

/** What lay on this phone and is gone, as last counted. */
export interface LostRecords {
  records: number
  /** of them, not delivered when last counted */
  unsent: number
  drafts: number
  /** ISO instant of the count */
  at: string
}

export interface StorageState {
  persisted: boolean
  usage: number
  quota: number
  /** records that could not be read and were kept out of the way; they are part of the export */
  setAside?: number
}

/** Being told without asking (Web Push). */
export interface Push {
  /** the cases (record ids) that this phone asked to be told of, and its quiet hours */
  wanted(): Promise<{ cases: string[]; quiet: QuietHours | null }>
  /**
   * This browser's subscription, made where there is none, after asking the user's leave.
   * @param key the server's public key; asked for where it is not given
   * @throws ServiceError `forbidden` where the user does not allow it
   */
  target(key?: string): Promise<PushTarget>
  /** SHA-256 (hex) of this browser's endpoint, where it has one */
  fingerprint(): Promise<string | undefined>
  /** Tells this phone of a case from now on, or no longer. `code` is the case's receipt code. */
  tell(wish: {
    id: string
    code: string
    on: boolean
    quiet: QuietHours | null
    locale: 'zh' | 'en'
  }): Promise<void>
}

/** The staff's line to the server: nothing of it is kept on this device but the session's cookie. */
export interface DeskLine {
  /**
   * Asks an endpoint and checks its answer.
   * @throws ServiceError with the refusal's code, `network` or `timeout` without an answer, `badAnswer` on one that
   * its schema refuses
   */
  ask<E extends Endpoint>(endpoint: E, input: AskWith<E>): Promise<AnswerOf<E>>
  /** Sends a photo that the server does not have yet, shrunk and without EXIF; says its name. */
  photo(file: FileLike): Promise<PhotoRef>
}

/** What the server says to anyone who asks, or last said to this phone. */
export interface Heard<T> {
  value: T
  /** ISO instant at which this phone heard it */
  at: string
  /** the server could not be asked now */
  stale: boolean
}

/** What the first screen, the frame around every screen and sending need: there from the first moment. */
export interface FirstServices {
  settings: SettingsStore
  catalogue: CatalogueLibrary
  drain: Drain
  /** a hint, never a proof */
  online: { current(): boolean; onChange(listener: (online: boolean) => void): () => void }
  updates: {
    ready(): boolean
    onReady(listener: () => void): () => void
    apply(): Promise<void>
    /** asks for a new version now; true when one is ready to be applied. Not there where there is no service worker */
    check?(): Promise<boolean>
  }
  /** The first screen stands: what left it the line to itself may begin. */
  drawn: () => void
  badge(count: number): void
  /** epoch ms */
  now(): number
  /** those of every other screen too, fetched when they are first asked for */
  all(): Promise<Services>
}

/** What every other screen may use. */
export interface Services extends FirstServices {
  notices: NoticeBook
  drafts: DraftBox
  photos: PhotoAlbum
  filing: Filing
  supervisor: SupervisorDesk
  board(region: string): Promise<{ board: Board; stale: boolean }>
  /** the list, and with it the newest notices for when there is no network */
  publicNotices(region: string): Promise<Heard<PublicNoticeList>>
  publicNotice(region: string, id: string): Promise<Heard<PublicNotice>>
  publishedCases(region: string, query: PublishedCasesQuery): Promise<PublishedCases>
  /** of this year */
  scores(region: string): Promise<Heard<YearlyScores>>
  /** a photo of the case that the receipt's code opens, as an object URL that the caller revokes; needs the network */
  receiptPhoto(code: string, sha256: string): Promise<string>
  desk: DeskLine
  /** not there where the browser cannot be told of anything */
  push?: Push
  storage: {
    state(): Promise<StorageState>
    persist(): Promise<boolean>
    /** whether the phone's store was emptied or replaced since it was last looked at; asked once, after the start */
    lost(): Promise<LostRecords | undefined>
    /** the user has read of it */
    forgetLoss(): void
  }
  /** UUIDv7 */
  newId(): string
  /** the receipt code, its digest */
  newReceipt(): Promise<{ code: string; digest: string }>
}
