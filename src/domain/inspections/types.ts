/** 明查暗访: checklists as data, answers, and the sealed record. */
import type { DisclosureKey } from '../catalogue/types.ts'

export type ThreeSystems = 'firstContact' | 'timeLimit' | 'accountability'

/** A condition on earlier answers; a question shows only while its condition holds. */
export type When =
  | { question: string; is: string | boolean | readonly (string | boolean)[] }
  | { question: string; atLeast?: number; atMost?: number }
  | { all: readonly When[] }
  | { any: readonly When[] }
  | { not: When }

/** Both languages stand in the checklist itself: it is data that an office may replace. */
export interface Wording {
  zh: string
  en: string
}

interface QuestionBase {
  id: string
  title: Wording
  help?: Wording
  required?: boolean
  when?: When
  /**
   * Taken off the score when the answer is a finding; of an `itemCheck`, for each item with a finding; of a `choice`,
   * once, unless the chosen options carry deductions of their own.
   */
  deduction?: number
  clause?: ThreeSystems
  /** whether the question also takes photos, beside those of kind `photo` */
  photos?: boolean
}

export interface ChoiceOption {
  id: string
  label: Wording
  finding?: boolean
  /** taken off for this option alone */
  deduction?: number
  /** “none of these”: choosing it clears the others of a multiple choice */
  exclusive?: boolean
}

export type Question = QuestionBase &
  (
    | { kind: 'yesNo'; /** the answer that is a finding */ finding: 'yes' | 'no' }
    | { kind: 'choice'; options: ChoiceOption[]; multiple?: boolean }
    | {
        kind: 'number'
        min?: number
        max?: number
        unit?: Wording
        /** above this it is a finding */ limit?: number
      }
    | { kind: 'timer'; /** seconds above which it is a finding */ limit?: number }
    | { kind: 'text'; maxLength?: number }
    | { kind: 'photo'; max?: number }
    | { kind: 'itemCheck'; items: number }
  )

export interface ChecklistSection {
  id: string
  title: Wording
  questions: Question[]
}

export interface Checklist {
  id: string
  version: number
  title: Wording
  points: number
  sections: ChecklistSection[]
}

/** For each of the eight facts: does the board on the wall agree with the catalogue? */
export type BoardVerdict = 'same' | 'differs' | 'notPosted'
export interface ItemCheck {
  item: string
  itemName: string
  catalogueVersion: number
  verdicts: Partial<Record<DisclosureKey, { verdict: BoardVerdict; wall?: string }>>
}

export type AnswerValue =
  | { kind: 'yesNo'; value: 'yes' | 'no' | 'na' }
  | { kind: 'choice'; value: string[] }
  | { kind: 'number'; value: number }
  | { kind: 'timer'; /** seconds */ value: number }
  | { kind: 'text'; value: string }
  | { kind: 'photo' }
  | { kind: 'itemCheck'; value: ItemCheck[] }

export type Answer = AnswerValue & { note?: string; /** SHA-256 (hex) of each photo */ photos?: string[] }
export type Answers = Record<string, Answer>

export type InspectionLocation =
  | { latitude: number; longitude: number; /** metres */ accuracy: number; at: string }
  | { unavailable: 'denied' | 'timeout' | 'unsupported' | 'off' }

/** What is sealed. Canonical JSON of this is the JWS payload; it never changes after sealing. */
export interface InspectionRecord {
  id: string
  region: string
  visit?: string
  kind: 'announced' | 'covert'
  venue: string
  counter?: string
  checklist: { id: string; version: number }
  answers: Answers
  photos: { sha256: string; bytes: number; question: string }[]
  /** ISO instants, device clock */
  startedAt: string
  sealedAt: string
  /** the last server time the device knew, and how long ago that was by the monotonic clock; absent when it never knew */
  serverTime?: { at: string; elapsedMs: number }
  location: InspectionLocation
  /** SHA-256 (hex) of this device's previous sealed JWS; absent for its first */
  previous?: string
  /** counts this device's sealed records from 1 */
  sequence: number
  /** id of the record that this one corrects */
  corrects?: string
}

/** 扣分: what one finding takes off the score, and the clause it falls under. */
export interface Deduction {
  question: string
  points: number
  clause?: ThreeSystems
  /** code of the item, of an `itemCheck` */
  item?: string
}

export const INSPECTION_STATUSES = [
  'received',
  'substantiated',
  'unsubstantiated',
  'moreRequested',
  'rectification',
  'revisit',
  'closed',
] as const
export type InspectionStatus = (typeof INSPECTION_STATUSES)[number]

export interface Visit {
  id: string
  region: string
  venue: string
  venueName: string
  kind: 'announced' | 'covert'
  /** three items drawn for the item check */
  items: string[]
  /** ISO dates between which it is to be done */
  from: string
  until: string
  status: 'open' | 'done' | 'expired'
}
