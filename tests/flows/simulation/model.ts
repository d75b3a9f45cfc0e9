/** What the phones were told is saved: the truth that the server is judged by. */
import type { OperationType } from '#contract/sync'
import type { CaseEventType, CitizenAction } from '#domain/cases/types'
import type { FlowPhone } from './phone.ts'

/** A record that cannot be taken in, and why. */
export type Poison =
  | { code: 'unknownRegion' | 'invalid' | 'unknownReceipt' | 'notAnImage'; cure: 'delete' }
  /** the photo's bytes are gone or damaged on the phone; put back, the same record is good */
  | { code: 'blobsMissing' | 'wrongHash'; cure: { sha256: string; bytes: Uint8Array } }

export interface Filed {
  id: string
  type: OperationType
  phone: FlowPhone
  /** SHA-256 of each photo */
  photos: string[]
  poison?: Poison
}

/** A case that is not refused. */
export interface FiledCase {
  id: string
  phone: FlowPhone
  receiptDigest: string
  /** its events once everything has arrived */
  events: CaseEventType[]
  /** photos of all its events */
  photos: string[]
}

/** A supervisor's answer to a question about an inspection. */
export interface FiledReply {
  id: string
  inspection: string
  text: string
}

export interface Model {
  filed: Filed[]
  cases: FiledCase[]
  /** ids of poor ratings that leave a contact */
  poorRatings: string[]
  replies: FiledReply[]
  /** devices, and how many records each has sealed */
  sealed: Map<string, number>
}

export const newModel = (): Model => ({
  filed: [],
  cases: [],
  poorRatings: [],
  replies: [],
  sealed: new Map(),
})

/** The status a case has after the citizen's own last step. */
export const STATUS_AFTER = {
  withdraw: 'withdrawn',
  confirm: 'confirmed',
  reopen: 'reopened',
} as const satisfies Partial<Record<CitizenAction['type'], string>>
