/** Sealed inspections of the sample's supervisors, each signed by its phone's key, and what the office made of them. */
import { createHash, randomBytes } from 'node:crypto'
import type { Catalogue } from '#domain/catalogue/types'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { signingInput } from '#domain/inspections/jws'
import { type ChainHead, completeRecord } from '#domain/inspections/record'
import type { InspectionStatus } from '#domain/inspections/types'
import { ID_RANDOM_BYTES, uuidv7 } from '#domain/receipts/id'
import { addWorkdays, dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import { stepInspection } from '../inspections/service.ts'
import { answersOf } from './answers.ts'
import { instant, officeTime } from './days.ts'
import { fileOperation } from './operations.ts'
import type { SampleDevice } from './people.ts'
import { type Chance, chanceOf } from './random.ts'

/** Inspections a phone has sealed; the newest are not looked at yet. */
const INSPECTIONS_EACH = 9

/** What the office did, and after how many workdays. The plans together leave inspections in every status. */
const PLANS: readonly (readonly {
  status: InspectionStatus
  after: number
  note?: string
  days?: number
}[])[] = [
  [
    { status: 'substantiated', after: 3, note: '经调取监控，情况属实。' },
    { status: 'rectification', after: 1, note: '限期整改：更换公示栏，落实AB岗。', days: 10 },
    { status: 'revisit', after: 10, note: '整改期满，安排复查。' },
    { status: 'closed', after: 3, note: '复查合格，予以销号。' },
  ],
  [
    { status: 'substantiated', after: 4, note: '属实，已约谈窗口负责人。' },
    { status: 'closed', after: 2, note: '已按规定扣减绩效分。' },
  ],
  [
    { status: 'unsubstantiated', after: 3, note: '监控显示当时窗口正常办理，未发现所述情况。' },
    { status: 'closed', after: 1 },
  ],
  [{ status: 'substantiated', after: 2, note: '属实，整改通知起草中。' }],
  [
    { status: 'substantiated', after: 2, note: '属实。' },
    { status: 'rectification', after: 1, note: '请于期限内补齐八项公开内容并报整改情况。', days: 10 },
  ],
  [{ status: 'moreRequested', after: 2, note: '请补充窗口号和大致时间，便于调取监控。' }],
  [
    { status: 'substantiated', after: 2, note: '属实。' },
    { status: 'rectification', after: 1, note: '整改公示与告知单。', days: 5 },
    { status: 'revisit', after: 5, note: '已整改，待复查。' },
  ],
  [{ status: 'unsubstantiated', after: 4, note: '经核实，该事项当日因系统升级暂停，已提前公告。' }],
]

const SHARES: Readonly<Record<string, number>> = {
  'hall-city': 0.1,
  'hall-district': 0.16,
  'hall-town': 0.26,
}

async function handle(
  context: Context,
  id: string,
  received: Date,
  chance: Chance,
  index: number,
): Promise<void> {
  let at = received
  for (const { status, after, note, days } of PLANS[index % PLANS.length] ?? []) {
    at = officeTime(chance, at, after)
    if (at > context.now()) return
    const due = days === undefined ? {} : { due: addWorkdays(dateInChina(at), days) }
    await stepInspection(context, id, { status, ...(note !== undefined && { note }), ...due }, at)
  }
}

/** One phone's inspections, the oldest first, each naming the one before. */
export async function playInspections(
  context: Context,
  catalogue: Catalogue,
  device: SampleDevice,
  index: number,
): Promise<void> {
  const now = context.now()
  let head: ChainHead | undefined
  for (let i = 0; i < INSPECTIONS_EACH; i++) {
    const chance = chanceOf(`inspection ${index} ${i}`)
    const daysBack = 1 + Math.round(((INSPECTIONS_EACH - 1 - i) / INSPECTIONS_EACH) ** 1.3 * 130)
    const day = dateInChina(new Date(now.getTime() - daysBack * 86_400_000))
    const started = instant(
      addWorkdays(addWorkdays(day, 1), -1),
      chance.pick([9, 10, 11, 14, 15, 16]),
      chance.between(0, 59),
    )
    const sealedAt = new Date(started.getTime() + chance.between(18, 55) * 60_000)
    if (sealedAt > now) return
    const venue = chance.pick(catalogue.venues)
    const counter = chance.pick(catalogue.counters.filter((one) => one.venue === venue.id))
    const here = catalogue.items.filter((item) => item.places?.some((place) => place.venue === venue.id))
    const items = Array.from({ length: 3 }, () => chance.pick(here).code)
    const known = new Date(started.getTime() - chance.between(5, 90) * 60_000)
    const id = uuidv7(started.getTime(), randomBytes(ID_RANDOM_BYTES))
    const record = completeRecord(
      {
        id,
        region: catalogue.region.code,
        kind: chance.happens(0.8) ? 'covert' : 'announced',
        venue: venue.id,
        counter: counter.id,
        checklist: { id: HALL_CHECKLIST.id, version: HALL_CHECKLIST.version },
        answers: answersOf(chance, HALL_CHECKLIST, {
          catalogue,
          items: [...new Set(items)],
          share: SHARES[venue.id] ?? 0.15,
        }),
        photos: [],
        startedAt: started.toISOString(),
        location: { unavailable: chance.pick(['off', 'denied', 'timeout'] as const) },
      },
      head,
      sealedAt.toISOString(),
      { at: known.toISOString(), elapsedMs: sealedAt.getTime() - known.getTime() },
    )
    const signed = signingInput(record, device.id)
    const jws = `${signed}.${device.seal(signed)}`
    head = { sequence: record.sequence, hash: createHash('sha256').update(jws, 'ascii').digest('hex') }
    const received = new Date(Math.min(now.getTime(), sealedAt.getTime() + chance.between(1, 300) * 60_000))
    await fileOperation(context, {
      type: 'inspection.submit',
      payload: { id, device: device.id, jws, photos: [] },
      entity: id,
      at: received,
    })
    await handle(context, id, received, chance, index * INSPECTIONS_EACH + i)
  }
}
