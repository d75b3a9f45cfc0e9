/** Cases at the desk: the inbox, a case with all that belongs to it, its steps, and what each desk keeps for itself. */
import * as v from 'valibot'
import { CASE_KINDS, CASE_STATUSES } from '#domain/cases/types'
import { endpoint } from '../endpoint.ts'
import { Id, IsoDate, LocalId, Sha256, Text } from '../fields.ts'
import { MAX_PHOTOS } from '../protocol.ts'
import { CaseDetail, CaseNote, CaseSummary } from './case-views.ts'
import { Done } from './session.ts'

export * from './case-views.ts'

/** Cases that one bulk action may name. */
export const MAX_BULK = 100
/** Characters of a search of the inbox. */
export const MAX_SEARCH = 100
export const TURNS = ['office', 'unit', 'citizen', 'nobody'] as const
export const CASE_SORTS = ['due', 'newest', 'oldest'] as const

/** What the inbox is narrowed to; all of it in the address, so that a view can be kept and passed on. */
export const CaseFilters = v.object({
  /** whose turn it is */
  turn: v.optional(v.picklist(TURNS)),
  status: v.optional(v.picklist(CASE_STATUSES)),
  kind: v.optional(v.picklist(CASE_KINDS)),
  unit: v.optional(LocalId),
  item: v.optional(LocalId),
  due: v.optional(v.picklist(['red', 'amber', 'onTime'])),
  /** looked for in number and text */
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(MAX_SEARCH))),
  /** received on this day in China or after, or before */
  since: v.optional(IsoDate),
  until: v.optional(IsoDate),
  contact: v.optional(v.picklist(['yes', 'no'])),
  sort: v.optional(v.picklist(CASE_SORTS)),
})
export type CaseFilters = v.InferOutput<typeof CaseFilters>

export const CasePage = v.object({
  cases: v.array(CaseSummary),
  /** `after` of the next page; null when this is the last */
  next: v.nullable(v.string()),
  /** how many cases each tab would show with the other filters as they are */
  counts: v.object({
    office: v.number(),
    unit: v.number(),
    citizen: v.number(),
    nobody: v.number(),
    all: v.number(),
    red: v.number(),
    amber: v.number(),
  }),
})
export type CasePage = v.InferOutput<typeof CasePage>

export const SavedView = v.object({ id: Id, name: v.string(), filters: CaseFilters })
export type SavedView = v.InferOutput<typeof SavedView>

export const CaseOptions = v.object({
  departments: v.array(v.object({ id: v.string(), name: v.string(), open: v.number() })),
  declineRules: v.array(v.object({ id: v.string(), zh: v.string(), en: v.string() })),
})
export type CaseOptions = v.InferOutput<typeof CaseOptions>

export const BulkResult = v.object({
  id: Id,
  done: v.boolean(),
  /** why not */
  code: v.exactOptional(v.string()),
})
export type BulkResult = v.InferOutput<typeof BulkResult>

const OfCase = v.object({ id: Id })
/** how many events of the case the caller has seen */
const expected = v.pipe(v.number(), v.integer(), v.minValue(1))
const Reason = Text(2000)

export const deskCases = {
  list: endpoint({
    method: 'GET',
    path: '/cases',
    capability: 'case.read',
    summary: 'The inbox: cases in scope by filter, sorted, in pages, with counts for each tab',
    query: v.object({ ...CaseFilters.entries, after: v.optional(v.pipe(v.string(), v.maxLength(200))) }),
    answer: CasePage,
  }),
  options: endpoint({
    method: 'GET',
    path: '/case-options',
    capability: 'case.read',
    summary: 'Units with their open cases, and the rules that a refusal may cite',
    answer: CaseOptions,
  }),
  detail: endpoint({
    method: 'GET',
    path: '/cases/:id',
    capability: 'case.read',
    summary: 'A case with its events, notes, duplicates and the steps that are possible now',
    params: OfCase,
    answer: CaseDetail,
    personal: true,
  }),
  photo: endpoint({
    method: 'GET',
    path: '/cases/:id/photos/:sha256',
    capability: 'case.read',
    summary: 'A photo of a case',
    params: v.object({ id: Id, sha256: Sha256 }),
    // the bytes themselves, by the media type of the picture
    answer: v.custom<Uint8Array>((bytes) => bytes instanceof Uint8Array),
    personal: true,
  }),
  note: endpoint({
    method: 'POST',
    path: '/cases/:id/notes',
    capability: 'case.note',
    summary: 'Adds an internal note, which no citizen sees',
    params: OfCase,
    body: v.strictObject({ text: Reason }),
    answer: CaseNote,
  }),
  accept: endpoint({
    method: 'POST',
    path: '/cases/:id/accept',
    capability: 'case.direct',
    summary: 'Takes the case in; the answer is due by the rules',
    params: OfCase,
    body: v.strictObject({ expected }),
    answer: CaseDetail,
  }),
  decline: endpoint({
    method: 'POST',
    path: '/cases/:id/decline',
    capability: 'case.direct',
    summary: 'Does not take it in, with the reason and a rule of the list',
    params: OfCase,
    body: v.strictObject({ expected, reason: Reason, rule: v.pipe(v.string(), v.maxLength(64)) }),
    answer: CaseDetail,
  }),
  assign: endpoint({
    method: 'POST',
    path: '/cases/:id/assign',
    capability: 'case.direct',
    summary: 'Gives it to a unit',
    params: OfCase,
    body: v.strictObject({ expected, unit: LocalId }),
    answer: CaseDetail,
  }),
  transfer: endpoint({
    method: 'POST',
    path: '/cases/:id/transfer',
    capability: 'case.direct',
    summary: 'Passes it on to another unit: counted, shown, and the clock goes on',
    params: OfCase,
    body: v.strictObject({ expected, unit: LocalId, reason: Reason }),
    answer: CaseDetail,
  }),
  requestMore: endpoint({
    method: 'POST',
    path: '/cases/:id/request-more',
    capability: 'case.direct',
    summary: 'Asks the citizen for more; the clock stands until they answer',
    params: OfCase,
    body: v.strictObject({ expected, question: Reason }),
    answer: CaseDetail,
  }),
  extend: endpoint({
    method: 'POST',
    path: '/cases/:id/extend',
    capability: 'case.answer',
    summary: 'Moves the due date, before expiry and with the reason',
    params: OfCase,
    body: v.strictObject({ expected, reason: Reason, due: IsoDate }),
    answer: CaseDetail,
  }),
  answer: endpoint({
    method: 'POST',
    path: '/cases/:id/answer',
    capability: 'case.answer',
    summary: 'Answers, with photos that were stored before',
    params: OfCase,
    body: v.strictObject({
      expected,
      text: Text(5000),
      photos: v.pipe(v.array(Sha256), v.maxLength(MAX_PHOTOS)),
    }),
    answer: CaseDetail,
  }),
  close: endpoint({
    method: 'POST',
    path: '/cases/:id/close',
    capability: 'case.direct',
    summary: 'Closes it',
    params: OfCase,
    body: v.strictObject({ expected }),
    answer: CaseDetail,
  }),
  merge: endpoint({
    method: 'POST',
    path: '/cases/:id/merge',
    capability: 'case.direct',
    summary: 'Joins others about the same matter to this one; steps of this one are taken on them too',
    params: OfCase,
    body: v.strictObject({
      expected,
      cases: v.pipe(v.array(v.strictObject({ id: Id, expected })), v.minLength(1), v.maxLength(20)),
    }),
    answer: CaseDetail,
  }),
  separate: endpoint({
    method: 'POST',
    path: '/cases/:id/separate',
    capability: 'case.direct',
    summary: 'Takes it out of the case that it follows: from here on it goes its own way, with its own clock',
    params: OfCase,
    body: v.strictObject({ expected, reason: Reason }),
    answer: CaseDetail,
  }),
  publish: endpoint({
    method: 'POST',
    path: '/cases/:id/publish',
    capability: 'case.direct',
    summary: 'Makes an answered case public in the words given, where its citizen agreed',
    params: OfCase,
    body: v.strictObject({ expected, text: Text(5000), answer: v.nullable(Text(5000)) }),
    answer: CaseDetail,
  }),
  unpublish: endpoint({
    method: 'POST',
    path: '/cases/:id/unpublish',
    capability: 'case.direct',
    summary: 'Takes a published case back',
    params: OfCase,
    body: v.strictObject({ expected }),
    answer: CaseDetail,
  }),
  bulk: endpoint({
    method: 'POST',
    path: '/case-bulk',
    capability: 'case.direct',
    summary: 'One step on up to 100 cases, each with its own result',
    body: v.strictObject({
      step: v.variant('type', [
        v.strictObject({ type: v.literal('accept') }),
        v.strictObject({ type: v.literal('assign'), unit: LocalId }),
        v.strictObject({ type: v.literal('close') }),
      ]),
      cases: v.pipe(v.array(v.strictObject({ id: Id, expected })), v.minLength(1), v.maxLength(MAX_BULK)),
    }),
    answer: v.object({ results: v.array(BulkResult) }),
  }),
  views: endpoint({
    method: 'GET',
    path: '/case-views',
    capability: 'case.read',
    summary: 'The saved views of who is signed in',
    answer: v.object({ views: v.array(SavedView) }),
  }),
  saveView: endpoint({
    method: 'POST',
    path: '/case-views',
    capability: 'self.use',
    summary: 'Keeps filters under a name',
    body: v.strictObject({ name: Text(40), filters: CaseFilters }),
    answer: SavedView,
  }),
  removeView: endpoint({
    method: 'POST',
    path: '/case-views/:id/remove',
    capability: 'self.use',
    summary: 'Forgets a saved view',
    params: OfCase,
    answer: Done,
  }),
}
