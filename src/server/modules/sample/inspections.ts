/** Sealed inspections of the sample's supervisors, each signed by its phone's key, and what the office made of them. */
import { randomBytes } from 'node:crypto'
import type { Catalogue } from '#domain/catalogue/types'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { signingInput } from '#domain/inspections/jws'
import { type ChainHead, completeRecord } from '#domain/inspections/record'
import { ID_RANDOM_BYTES, uuidv7 } from '#domain/receipts/id'
import { addWorkdays, dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import { departmentsAt } from '../supervisors/visits.ts'
import { answersOf } from './answers.ts'
import { instant } from './days.ts'
import { fileOperation } from './operations.ts'
import type { SampleDevice } from './people.ts'
import { chanceOf } from './random.ts'
import { headAfter } from './revisits.ts'
import { judge } from './verdicts.ts'

/** Inspections a phone has sealed; the newest are not looked at yet. */
const INSPECTIONS_EACH = 9

const SHARES: Readonly<Record<string, number>> = {
  'hall-city': 0.1,
  'hall-district': 0.16,
  'hall-town': 0.26,
}

/** One phone's inspections, the oldest first, each naming the one before; answers where its chain then stands. */
export async function playInspections(
  context: Context,
  catalogue: Catalogue,
  device: SampleDevice,
  index: number,
): Promise<ChainHead | undefined> {
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
    if (sealedAt > now) return head
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
    head = headAfter(record.sequence, jws)
    const received = new Date(Math.min(now.getTime(), sealedAt.getTime() + chance.between(1, 300) * 60_000))
    await fileOperation(context, {
      type: 'inspection.submit',
      payload: { id, device: device.id, jws, photos: [] },
      entity: id,
      at: received,
    })
    const [first] = departmentsAt(catalogue, venue.id)
    const unit = counter.department ?? first ?? here[0]?.department
    if (unit === undefined) continue
    const story = index * INSPECTIONS_EACH + i
    await judge(context, catalogue, id, { received, unit, chance, index: story })
  }
  return head
}
