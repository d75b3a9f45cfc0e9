/** 诉求: what a citizen sends, and what became of it. */
import type { DisclosureKey, Material } from '../catalogue/types.ts'

export const CASE_KINDS = ['complaint', 'suggestion', 'enquiry', 'disclosureReport'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

/** What a case or a rating is about: at least one of the four, or of an enquiry, which may not know, none. */
export interface Subject {
  /** item code */
  item?: string
  department?: string
  venue?: string
  counter?: string
}

/** 一次性告知单: an item's materials as they were disclosed on one day; evidence if more is demanded later. */
export interface OneTimeNotice {
  id: string
  region: string
  item: string
  itemName: string
  department: string
  catalogueVersion: number
  /** ISO instant at which the slip was made, by the phone's clock */
  madeAt: string
  materials: Material[]
  source?: string
}

/** How a citizen may be reached. Optional, never public, shown to the unit only when `shareWithUnit`. */
export interface Contact {
  name?: string
  phone?: string
  shareWithUnit: boolean
}

/** A photo, named by the SHA-256 (hex) of its bytes. */
export interface PhotoRef {
  sha256: string
  bytes: number
  type: 'image/jpeg' | 'image/png' | 'image/webp'
}

/** What the phone files. `id` is a UUIDv7 made on the phone: primary key and idempotency key. */
export interface CaseSubmission {
  id: string
  region: string
  kind: CaseKind
  subject: Subject
  /** 1 to 5,000 characters */
  text: string
  /** of a `disclosureReport`: the fact it is about, and what the citizen says is right */
  disclosure?: { key: DisclosureKey; problem: 'missing' | 'wrong' | 'unclear'; shouldBe?: string }
  notice?: OneTimeNotice
  contact?: Contact
  /** whether the text may be published once the case is closed */
  public: boolean
  photos: PhotoRef[]
  /** ISO instant, phone's clock */
  filedAt: string
  /** SHA-256 (hex) of the receipt code; the code itself stays on the phone until someone looks the case up */
  receiptDigest: string
}

export const CASE_STATUSES = [
  'submitted',
  'accepted',
  'declined',
  'assigned',
  'moreRequested',
  'answered',
  'reopened',
  'confirmed',
  'withdrawn',
  'closed',
] as const
export type CaseStatus = (typeof CASE_STATUSES)[number]

/**
 * Append-only events; the status is a fold over them. `at` is the server's ISO instant. `due` is the ISO date by which
 * the step after it has to come, set by the rules in force on that day, so that later rules never move an old case:
 * of `submit` the decision to take it in, of the others the answer.
 */
export type CaseEvent = { at: string } & (
  | { type: 'submit'; due?: string }
  | { type: 'accept'; due?: string }
  | { type: 'decline'; reason: string; rule: string }
  | { type: 'assign'; unit: string; due: string }
  | { type: 'transfer'; unit: string; reason: string; due: string }
  | { type: 'requestMore'; question: string }
  | { type: 'supply'; text: string; photos: string[] }
  | { type: 'extend'; reason: string; due: string }
  | { type: 'answer'; text: string; photos?: string[] }
  | { type: 'confirm' }
  | { type: 'reopen'; reason: string; due: string }
  | { type: 'withdraw' }
  | { type: 'close' }
  | { type: 'merge'; into: string }
  | { type: 'separate'; reason: string }
)
export type CaseEventType = CaseEvent['type']

/** What a citizen may do to their own case from the phone. */
export type CitizenAction =
  | { type: 'supply'; text: string; photos: string[] }
  | { type: 'confirm' }
  | { type: 'reopen'; reason: string }
  | { type: 'withdraw' }

export interface CaseState {
  status: CaseStatus
  /** department id of the unit that owns it now */
  unit?: string
  /** ISO date (region's calendar) by which the next step is due, while the clock runs */
  due?: string
  transfers: number
  extensions: number
  reopened: boolean
  /** 并案: id of the case about the same matter whose steps it follows; each citizen keeps their own receipt and clock */
  mergedInto?: string
  /** while the clock stands because the citizen was asked for more: since when, what was due, and where it goes on */
  pause?: { since: string; due?: string; status: 'submitted' | 'accepted' | 'assigned' | 'reopened' }
}
