/** `inspection.submit`: a sealed record is verified and kept, its own words and ours side by side. */
import { readInspectionRecord } from '#contract/inspections'
import type { PhotoRef } from '#domain/cases/types'
import { earliest } from '#domain/inspections/evidence-clock'
import { checklistOf } from '#domain/inspections/hall-checklist'
import { INSPECTION_JWS_TYPE } from '#domain/inspections/jws'
import { foldInspection } from '#domain/inspections/life'
import { scoreInspection } from '#domain/inspections/score'
import type { InspectionRecord } from '#domain/inspections/types'
import { HttpError } from '../../http/errors.ts'
import { regionCatalogue, subjectColumns, WITHIN_TRANSACTION } from '../cases/subject.ts'
import { giveReceipt } from '../evidence/receipts.ts'
import type { Effect } from '../sync/effect.ts'
import { placeInChain } from './chain.ts'
import { invalidSeal as invalid, openSeal, type SealKind, sealingDevice } from './seal.ts'
import { lockInspection, readEvents, stepInspection } from './service.ts'
import { sha256Hex } from './signature.ts'

/** A clock that was set back does not count: a server time that the phone knew is held against it. */
const RECORD: SealKind<InspectionRecord> = {
  type: INSPECTION_JWS_TYPE,
  read: readInspectionRecord,
  madeAt: (record) => Math.max(Date.parse(record.sealedAt), earliest(record)),
}

interface Sealed {
  id: string
  device: string
  jws: string
  photos: PhotoRef[]
}

/**
 * Throws `badSignature`, `invalid`, `supervisorRevoked`, `forbidden` (the supervisor's own employer), `unknownRegion`.
 * A break in the device's chain is no reason to refuse: it is stored, and marked.
 */
export async function takeInInspection(effect: Effect, sealed: Sealed): Promise<void> {
  const { context, db, now } = effect
  const device = await sealingDevice(db, sealed.device)
  const record = openSeal(context, sealed, device, RECORD)
  checkAgreement(record, sealed)
  if (record.region !== device.region)
    throw new HttpError('forbidden', 'the supervisor is not appointed in this region')
  const catalogue = await regionCatalogue(context, record.region, WITHIN_TRANSACTION)
  const { department } = subjectColumns(
    catalogue,
    record.counter === undefined ? {} : { counter: record.counter },
  )
  if (department !== null && department === device.employer)
    throw new HttpError('forbidden', 'a supervisor never inspects the unit they work for')
  const checklist = checklistOf(record.checklist.id, record.checklist.version)
  if (!checklist) throw invalid('payload.jws.checklist', 'not a checklist of this server')
  const { score, deductions } = scoreInspection(checklist, record.answers)
  const jwsHash = sha256Hex(sealed.jws)
  const chain = await placeInChain(db, sealed.device, record, jwsHash)
  const visit = await finishVisit(effect, record, device.supervisor)
  await db
    .insertInto('inspections')
    .values({
      id: record.id,
      region: record.region,
      device: sealed.device,
      supervisor: device.supervisor,
      visit,
      kind: record.kind,
      venue: record.venue,
      counter: record.counter ?? null,
      department,
      checklist: record.checklist.id,
      checklist_version: record.checklist.version,
      jws: sealed.jws,
      jws_hash: jwsHash,
      record: JSON.stringify(record),
      sequence: record.sequence,
      previous: record.previous ?? null,
      chain,
      corrects: record.corrects ?? null,
      started_at: record.startedAt,
      sealed_at: record.sealedAt,
      received_at: now,
      score,
      deductions: JSON.stringify(deductions),
      status: 'received',
      note: null,
      due: null,
    })
    .execute()
  await db
    .insertInto('inspection_events')
    .values({
      inspection: record.id,
      seq: 1,
      type: 'receive',
      event: JSON.stringify({ type: 'receive', at: now.toISOString() }),
      staff: null,
      status: 'received',
      note: null,
      due: null,
      at: now,
    })
    .execute()
  const photos = [...new Set(record.photos.map(({ sha256 }) => sha256))]
  if (photos.length > 0)
    await db
      .insertInto('inspection_photos')
      .values(photos.map((sha256) => ({ inspection: record.id, sha256 })))
      .execute()
  const { id, sequence } = record
  await giveReceipt(db, { of: 'inspection', id, device: device.id, sequence, hash: jwsHash }, now)
  await tellRevisited(effect, record.id, visit)
}

/** What the envelope says of the sealed record must be what the record says of itself. */
function checkAgreement(record: InspectionRecord, { id, photos }: Sealed): void {
  if (record.id !== id) throw invalid('payload.jws.id', 'differs from the operation')
  const sealed = new Set(record.photos.map(({ sha256 }) => sha256))
  const sent = new Set(photos.map(({ sha256 }) => sha256))
  if (sealed.size !== sent.size || [...sealed].some((sha256) => !sent.has(sha256)))
    throw invalid('payload.photos', 'are not those that were sealed')
}

/** Marks the visit done, if it is an open one of this supervisor. */
async function finishVisit(
  { db }: Effect,
  { visit }: InspectionRecord,
  supervisor: string,
): Promise<string | null> {
  if (visit === undefined) return null
  const row = await db
    .selectFrom('visits')
    .select('id')
    .where('id', '=', visit)
    .where('supervisor', '=', supervisor)
    .where('released_at', 'is not', null)
    .executeTakeFirst()
  if (!row) return null
  await db.updateTable('visits').set({ status: 'done' }).where('id', '=', visit).execute()
  return visit
}

/** A record of a revisit is told to the inspection that waits for it; a second one of the same visit changes nothing. */
async function tellRevisited({ db, now }: Effect, inspection: string, visit: string | null): Promise<void> {
  if (visit === null) return
  const row = await db.selectFrom('visits').select('revisit_of').where('id', '=', visit).executeTakeFirst()
  if (!row?.revisit_of) return
  const of = await lockInspection(db, row.revisit_of)
  const state = of && foldInspection(await readEvents(db, of.id))
  if (!of || state?.revisit?.visit !== visit || state.revisit.inspection !== undefined) return
  if (state.status !== 'revisit') return
  await stepInspection(db, of.id, ({ at }) => ({ type: 'revisited', at, inspection }), { now })
}
