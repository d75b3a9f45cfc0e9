/**
 * What must hold of a record read back from this phone. Loose where a later version may have added something, and an
 * operation's payload is not judged here: a phone that was upgraded must still send what an older app saved.
 */
import * as v from 'valibot'
import { ServiceItemSchema } from '#contract/catalogue'
import { CaseView } from '#contract/receipts'
import { OPERATION_PAYLOADS, type OperationType } from '#contract/sync'
import type { OneTimeNotice } from '#domain/cases/types'
import type { LineState } from '#sync/ports'
import type { Draft } from '#sync/services'
import type { OutboxEntry } from '#sync/types'
import type { StoredFiled } from './schema.ts'

const type = v.custom<OperationType>((name) => typeof name === 'string' && name in OPERATION_PAYLOADS)
const payload = v.custom<OutboxEntry['payload']>((value) => typeof value === 'object' && value !== null)
const count = v.pipe(v.number(), v.minValue(0))

export const OutboxEntrySchema = v.looseObject({
  id: v.string(),
  type,
  entity: v.string(),
  sequence: v.number(),
  savedAt: v.string(),
  payload,
  attachments: v.array(v.object({ sha256: v.string(), bytes: count, type: v.string() })),
  state: v.picklist(['queued', 'needsAttention']),
  attempts: count,
  notBefore: v.number(),
  lastFailure: v.exactOptional(
    v.looseObject({
      code: v.custom<NonNullable<OutboxEntry['lastFailure']>['code']>((code) => typeof code === 'string'),
      at: v.string(),
      times: v.exactOptional(count),
    }),
  ),
  refusal: v.exactOptional(
    v.looseObject({
      code: v.custom<NonNullable<OutboxEntry['refusal']>['code']>((code) => typeof code === 'string'),
      message: v.string(),
      details: v.exactOptional(v.unknown()),
      at: v.string(),
    }),
  ),
}) satisfies v.GenericSchema<unknown, OutboxEntry>

export const FiledSchema = v.looseObject({
  id: v.string(),
  type,
  payload,
  title: v.string(),
  number: v.exactOptional(v.string()),
  receiptCode: v.exactOptional(v.string()),
  savedAt: v.string(),
  delivered: v.exactOptional(v.looseObject({ receivedAt: v.string() })),
  seen: v.exactOptional(count),
  inspection: v.exactOptional(
    v.custom<NonNullable<StoredFiled['inspection']>>((value) => typeof value === 'object' && value !== null),
  ),
  blobs: v.array(v.string()),
}) satisfies v.GenericSchema<unknown, StoredFiled>

/** Drafts that lie in the supervisor's vault: only the PIN and this very phone open them. */
export const liesInVault = ({ kind }: Pick<Draft, 'kind'>): boolean =>
  kind === 'inspection' || kind === 'reply'

export const DraftSchema = v.looseObject({
  id: v.string(),
  kind: v.picklist(['case', 'rating', 'inspection', 'reply']),
  createdAt: v.string(),
  updatedAt: v.string(),
  data: v.unknown(),
  photos: v.array(v.string()),
}) satisfies v.GenericSchema<unknown, Draft>

export const NoticeSchema = v.looseObject({
  id: v.string(),
  region: v.string(),
  item: v.string(),
  itemName: v.string(),
  department: v.string(),
  catalogueVersion: v.number(),
  madeAt: v.string(),
  materials: v.array(
    v.looseObject({
      name: v.string(),
      note: v.exactOptional(v.string()),
      required: v.exactOptional(v.boolean()),
    }),
  ),
  source: v.exactOptional(v.string()),
  ticked: v.array(v.number()),
}) satisfies v.GenericSchema<unknown, OneTimeNotice & { ticked: number[] }>

export const LineSchema = v.object({
  failures: count,
  notBefore: v.number(),
  lastSuccess: v.exactOptional(v.string()),
  lastFailure: v.exactOptional(v.object({ code: v.string(), at: v.string() })),
}) satisfies v.GenericSchema<unknown, LineState>

export const StoredItemSchema = v.looseObject({
  region: v.string(),
  code: v.string(),
  item: ServiceItemSchema,
})

export const ViewSchema = CaseView
