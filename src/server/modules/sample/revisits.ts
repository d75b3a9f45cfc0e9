/** 复查 of the sample district: another supervisor looks again; one rectification ends well, one is still to be judged. */
import { createHash, randomBytes } from 'node:crypto'
import type { Catalogue } from '#domain/catalogue/types'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { signingInput } from '#domain/inspections/jws'
import { type ChainHead, completeRecord } from '#domain/inspections/record'
import { ID_RANDOM_BYTES, uuidv7 } from '#domain/receipts/id'
import { addDays, dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import { answersOf } from './answers.ts'
import { fileOperation } from './operations.ts'
import type { SampleDevice } from './people.ts'
import { chanceOf } from './random.ts'
import { officeStep } from './verdicts.ts'

const HOUR = 3_600_000
const REVISITS = 2

/** `heads` is where each device's chain stands, in the order of the devices. */
export async function playRevisits(
  context: Context,
  catalogue: Catalogue,
  devices: readonly SampleDevice[],
  heads: readonly (ChainHead | undefined)[],
): Promise<void> {
  const waiting = await context.db
    .selectFrom('inspections as i')
    .innerJoin('rectifications as r', 'r.inspection', 'i.id')
    .select(['i.id', 'i.venue', 'i.counter', 'i.supervisor'])
    .where('i.region', '=', catalogue.region.code)
    .where('i.status', '=', 'rectification')
    .where('r.reported_at', 'is not', null)
    .orderBy('r.reported_at')
    .limit(REVISITS)
    .execute()
  const now = context.now().getTime()
  for (const [n, { id, venue, counter, supervisor }] of waiting.entries()) {
    const at = devices.findIndex((one, i) => one.supervisor !== supervisor && i % REVISITS === n)
    const device = devices[at]
    if (!device) return
    const assigned = new Date(now - 20 * HOUR)
    const from = dateInChina(assigned)
    await officeStep(
      context,
      id,
      { type: 'revisit', supervisor: device.supervisor, from, until: addDays(from, 14) },
      assigned,
    )
    const visit = await context.db
      .selectFrom('visits')
      .select('id')
      .where('revisit_of', '=', id)
      .executeTakeFirstOrThrow()
    const [started, sealed, received] = [4, 3.5, 3].map((hours) => new Date(now - hours * HOUR))
    if (!started || !sealed || !received) return
    const own = uuidv7(started.getTime(), randomBytes(ID_RANDOM_BYTES))
    const record = completeRecord(
      {
        ...{ id: own, region: catalogue.region.code, visit: visit.id, kind: 'covert', venue },
        ...(counter !== null && { counter }),
        checklist: { id: HALL_CHECKLIST.id, version: HALL_CHECKLIST.version },
        answers: answersOf(chanceOf(`revisit ${n}`), HALL_CHECKLIST, { catalogue, items: [], share: 0.02 }),
        photos: [],
        startedAt: started.toISOString(),
        location: { unavailable: 'off' },
      },
      heads[at],
      sealed.toISOString(),
      { at: started.toISOString(), elapsedMs: sealed.getTime() - started.getTime() },
    )
    const signed = signingInput(record, device.id)
    const jws = `${signed}.${device.seal(signed)}`
    await fileOperation(context, {
      type: 'inspection.submit',
      payload: { id: own, device: device.id, jws, photos: [] },
      entity: own,
      at: received,
    })
    if (n > 0) continue
    const done = new Date(now - HOUR)
    await officeStep(context, id, { type: 'close', note: '复查合格，予以销号。' }, done)
  }
}

/** Where a device's chain stands after `jws`. */
export const headAfter = (sequence: number, jws: string): ChainHead => ({
  sequence,
  hash: createHash('sha256').update(jws, 'ascii').digest('hex'),
})
