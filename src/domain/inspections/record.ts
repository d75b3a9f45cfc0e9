/** From a draft to the record that is sealed. Pure: whoever seals brings the time, the place and the chain. */
import { canonicalJson } from './canonical.ts'
import { sealedAnswers } from './checklist.ts'
import type { Answers, Checklist, InspectionLocation, InspectionRecord } from './types.ts'

/** An inspection in the making, as it is saved (encrypted) at every change. */
export interface InspectionDraft {
  id: string
  region: string
  visit?: string
  kind: 'announced' | 'covert'
  venue: string
  venueName: string
  counter?: string
  counterName?: string
  checklist: { id: string; version: number }
  /** codes of the items drawn for the item check */
  items: string[]
  /** ISO instant */
  startedAt: string
  /** every answer ever given, those of questions that no longer show too */
  answers: Answers
  /** bytes of each photo, by its SHA-256 */
  photoBytes: Record<string, number>
  /** running timers: the ISO instant at which each was started, by question */
  timers: Record<string, string>
  /** the question last looked at */
  at?: string
  location?: InspectionLocation
  /** id of the sealed record that this one corrects */
  corrects?: string
}

/** What is left to the sealing device: its clock, its knowledge of the server's, its chain. */
export type UnsealedRecord = Omit<InspectionRecord, 'previous' | 'sequence' | 'sealedAt' | 'serverTime'>

/** SHA-256 of every photo of these answers, with its question, in the order asked. A photo used twice stands twice. */
export function answerPhotos(answers: Answers): { sha256: string; question: string }[] {
  return Object.entries(answers).flatMap(([question, answer]) =>
    (answer.photos ?? []).map((sha256) => ({ sha256, question })),
  )
}

/** The record of a draft: only what was asked, each photo with its question and size. */
export function unsealedRecord(
  draft: InspectionDraft,
  checklist: Checklist,
  location: InspectionLocation,
): UnsealedRecord {
  const answers = sealedAnswers(checklist, draft.answers)
  return {
    id: draft.id,
    region: draft.region,
    ...(draft.visit !== undefined && { visit: draft.visit }),
    kind: draft.kind,
    venue: draft.venue,
    ...(draft.counter !== undefined && { counter: draft.counter }),
    checklist: { id: checklist.id, version: checklist.version },
    answers,
    photos: answerPhotos(answers).map(({ sha256, question }) => ({
      sha256,
      bytes: draft.photoBytes[sha256] ?? 0,
      question,
    })),
    startedAt: draft.startedAt,
    location,
    ...(draft.corrects !== undefined && { corrects: draft.corrects }),
  }
}

/** The last sealed record of a device: its sequence, and the SHA-256 (hex) of its JWS. */
export interface ChainHead {
  sequence: number
  hash: string
}

/** The whole record, next in the device's chain. */
export function completeRecord(
  record: UnsealedRecord,
  head: ChainHead | undefined,
  sealedAt: string,
  serverTime: InspectionRecord['serverTime'],
): InspectionRecord {
  return {
    ...record,
    sealedAt,
    ...(serverTime && { serverTime }),
    sequence: (head?.sequence ?? 0) + 1,
    ...(head && { previous: head.hash }),
  }
}

/** A draft that corrects a sealed record: its answers and photos to begin with, a new identity. */
export function correctionOf(
  record: InspectionRecord,
  id: string,
  startedAt: string,
  names: { venueName: string; counterName?: string },
): InspectionDraft {
  return {
    id,
    region: record.region,
    kind: record.kind,
    venue: record.venue,
    venueName: names.venueName,
    ...(record.counter !== undefined && { counter: record.counter }),
    ...(names.counterName !== undefined && { counterName: names.counterName }),
    checklist: record.checklist,
    items: Object.values(record.answers).flatMap((answer) =>
      answer.kind === 'itemCheck' ? answer.value.map((check) => check.item) : [],
    ),
    startedAt,
    answers: structuredCopy(record.answers),
    photoBytes: Object.fromEntries(record.photos.map((photo) => [photo.sha256, photo.bytes])),
    timers: {},
    corrects: record.id,
  }
}

/** Whether a draft says no more and no less than a record: a correction of nothing. */
export function sameAnswers(checklist: Checklist, draft: Answers, sealed: Answers): boolean {
  return canonicalJson(sealedAnswers(checklist, draft)) === canonicalJson(sealed)
}

/** A record is plain JSON, so this copies it whole. */
function structuredCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
