/** Filed records and case views for tests of components, whole and plausible, with what a test wants to change. */
import { flushPromises } from '@vue/test-utils'
import type { RouteRecordRaw } from 'vue-router'
import type { CaseView } from '#contract/receipts'
import type { CaseSubmission } from '#domain/cases/types'
import type { RatingSubmission } from '#domain/ratings/types'
import type { FiledRecord } from '#sync/services'
import type { OutboxEntry, Refusal } from '#sync/types'

export const CASE_ID = '019ab000-0000-7000-8000-000000000001'
export const RATING_ID = '019ab000-0000-7000-8000-000000000002'
/** valid by its check symbol */
export const CODE = '9QXR-4T7H-M2WD-K8V2'

export function caseSubmission(more: Partial<CaseSubmission> = {}): CaseSubmission {
  return {
    id: CASE_ID,
    region: '990001',
    kind: 'complaint',
    subject: { item: 'T-001', department: 'yancao' },
    text: '窗口要求补交未公示的材料\n11月20日上午在 15 号窗口。',
    public: false,
    photos: [],
    filedAt: '2026-11-23T06:00:00.000Z',
    receiptDigest: 'a'.repeat(64),
    ...more,
  }
}

export function outboxEntry(payload: OutboxEntry['payload'], refusal?: Refusal): OutboxEntry {
  const entry: OutboxEntry = {
    id: payload.id,
    type: 'case.submit',
    entity: payload.id,
    sequence: 1,
    savedAt: '2026-11-23T06:00:00.000Z',
    payload,
    attachments: [],
    state: refusal ? 'needsAttention' : 'queued',
    attempts: 0,
    notBefore: 0,
  }
  return refusal ? { ...entry, refusal } : entry
}

/** Waiting to be sent, unless `delivered` or an entry says otherwise. */
export function filedCase(more: Partial<FiledRecord> = {}): FiledRecord {
  const payload = more.payload ?? caseSubmission()
  const record: FiledRecord = {
    id: CASE_ID,
    type: 'case.submit',
    payload,
    title: '烟草专卖零售许可证新办',
    number: 'TS-20261123-7K2M9',
    receiptCode: CODE,
    savedAt: '2026-11-23T06:00:00.000Z',
    ...more,
  }
  return record.delivered || record.entry ? record : { ...record, entry: outboxEntry(payload) }
}

export function deliveredCase(view: Partial<CaseView> = {}, more: Partial<FiledRecord> = {}): FiledRecord {
  return filedCase({
    delivered: { receivedAt: '2026-11-23T06:01:00.000Z' },
    view: caseView(view),
    ...more,
  })
}

/** Assigned to the tobacco bureau, answer due on 7 December. */
export function caseView(more: Partial<CaseView> = {}): CaseView {
  return {
    id: CASE_ID,
    number: 'TS-20261123-7K2M9',
    region: '990001',
    kind: 'complaint',
    subject: { item: 'T-001', department: 'yancao' },
    itemName: '烟草专卖零售许可证新办',
    text: '窗口要求补交未公示的材料',
    photos: [],
    filedAt: '2026-11-23T06:00:00.000Z',
    receivedAt: '2026-11-23T06:01:00.000Z',
    status: 'assigned',
    unit: '烟草专卖局',
    due: '2026-12-07',
    overdueWorkdays: 0,
    transfers: 0,
    canReopen: false,
    timeline: [
      { at: '2026-11-23T06:01:00.000Z', type: 'submit' },
      { at: '2026-11-23T06:10:00.000Z', type: 'accept' },
      { at: '2026-11-23T06:12:00.000Z', type: 'assign', unit: '烟草专卖局', due: '2026-12-07' },
    ],
    asOf: '2026-11-23T06:20:00.000Z',
    ...more,
  }
}

export function filedRating(more: Partial<FiledRecord> = {}): FiledRecord {
  const payload: RatingSubmission = {
    id: RATING_ID,
    region: '990001',
    subject: { item: 'T-001' },
    level: 2,
    tags: ['rude'],
    actualDays: 12,
    ratedAt: '2026-11-23T06:00:00.000Z',
  }
  return {
    id: RATING_ID,
    type: 'rating.submit',
    payload,
    title: '烟草专卖零售许可证新办',
    number: 'PJ-20261123-7K2M9',
    savedAt: '2026-11-23T06:00:00.000Z',
    delivered: { receivedAt: '2026-11-23T06:01:00.000Z' },
    ...more,
  }
}

/** Until everything under way has come to rest: promises, a lazy import, a digest of WebCrypto. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 6; round++) {
    await flushPromises()
    await new Promise((resolve) => setTimeout(resolve, 4))
  }
}

/** Loads every lazy screen once before the tests, so that none of them waits for a cold import. */
export async function loadScreens(routes: readonly RouteRecordRaw[]): Promise<void> {
  await Promise.all(
    routes.map(async ({ component }) => {
      if (typeof component === 'function') await (component as () => Promise<unknown>)()
    }),
  )
}
