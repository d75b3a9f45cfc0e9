/** Nothing lost, nothing doubled, nothing altered: the server's tables against what the phones were told is saved. */
import { createHash } from 'node:crypto'
import type { Context } from '../../../src/server/context.ts'
import { STATUS_AFTER, type Filed, type Model } from './model.ts'
import type { FlowPhone } from './phone.ts'

export interface Verdict {
  /** what was acknowledged or saved and is not on the server, or whose photos are not */
  lost: string[]
  /** what has more than its one effect */
  doubled: string[]
  /** what is there, but not as it should be */
  wrong: string[]
}

const good = ({ filed }: Model) => filed.filter(({ poison }) => poison?.cure !== 'delete')
const idsOf = (filed: readonly Filed[], type?: Filed['type']) =>
  filed.filter((one) => type === undefined || one.type === type).map(({ id }) => id)
/** `in ()` is no SQL. */
const some = (ids: string[]) => (ids.length > 0 ? ids : ['00000000-0000-7000-8000-000000000000'])

/** What each phone believes delivered, while the line is still bad: an acknowledgement is never a mistake. */
export async function judgeAcknowledged({ db }: Context, phones: readonly FlowPhone[]): Promise<Verdict> {
  const lost: string[] = []
  for (const phone of phones) {
    const acknowledged = (await phone.filing.list()).filter(({ delivered }) => delivered).map(({ id }) => id)
    const rows = await db
      .selectFrom('operations')
      .select('id')
      .where('id', 'in', some(acknowledged))
      .execute()
    const there = new Set(rows.map(({ id }) => id))
    lost.push(
      ...acknowledged.filter((id) => !there.has(id)).map((id) => `${id} was acknowledged to ${phone.name}`),
    )
  }
  return { lost, doubled: [], wrong: [] }
}

/** Compares how often each id is there with how often it should be: once. */
function once(verdict: Verdict, what: string, expected: readonly string[], found: readonly string[]): void {
  const counts = new Map(expected.map((id) => [id, 0]))
  for (const id of found) counts.set(id, (counts.get(id) ?? 1) + 1)
  for (const [id, count] of counts) {
    if (count === 0) verdict.lost.push(`${what} ${id}`)
    if (count > 1) verdict.doubled.push(`${what} ${id} (${count})`)
  }
}

/** After quiescence: every operation with exactly its own effect, every photo with the bytes it is named after. */
export async function judgeServer(context: Context, model: Model): Promise<Verdict> {
  const verdict: Verdict = { lost: [], doubled: [], wrong: [] }
  const filed = good(model)
  const all = idsOf(model.filed)
  const { db } = context
  const operations = await db.selectFrom('operations').select('id').where('id', 'in', some(all)).execute()
  once(
    verdict,
    'operation',
    idsOf(filed),
    operations.map(({ id }) => id),
  )
  await judgeCases(context, model, verdict)
  await judgeRatings(context, model, verdict)
  await judgeInspections(context, model, verdict)

  const hashes = [...new Set(filed.flatMap(({ photos }) => photos))]
  const blobs = await db
    .selectFrom('blobs')
    .select(['sha256', 'data'])
    .where('sha256', 'in', some(hashes))
    .execute()
  once(
    verdict,
    'photo',
    hashes,
    blobs.map(({ sha256 }) => sha256),
  )
  for (const { sha256, data } of blobs)
    if (createHash('sha256').update(data).digest('hex') !== sha256) verdict.wrong.push(`bytes of ${sha256}`)
  return verdict
}

async function judgeCases({ db }: Context, model: Model, verdict: Verdict): Promise<void> {
  const ids = idsOf(good(model), 'case.submit')
  const rows = await db.selectFrom('cases').select(['id', 'status']).where('id', 'in', some(ids)).execute()
  once(
    verdict,
    'case',
    ids,
    rows.map(({ id }) => id),
  )
  const known = model.cases.map(({ id }) => id)
  const events = await db
    .selectFrom('case_events')
    .select(['case_id', 'type'])
    .where('case_id', 'in', some(known))
    .orderBy('seq')
    .execute()
  const photos = await db
    .selectFrom('case_photos')
    .select(['case_id', 'sha256'])
    .where('case_id', 'in', some(known))
    .execute()
  for (const one of model.cases) {
    const has = events.filter(({ case_id }) => case_id === one.id).map(({ type }) => type)
    if (has.join() !== one.events.join())
      (has.length > one.events.length ? verdict.doubled : verdict.lost).push(
        `case ${one.id} has ${has.join()} instead of ${one.events.join()}`,
      )
    const last = one.events.at(-1) as keyof typeof STATUS_AFTER
    const status = rows.find(({ id }) => id === one.id)?.status
    if (last in STATUS_AFTER && status !== STATUS_AFTER[last])
      verdict.wrong.push(`case ${one.id} is ${String(status)} after ${last}`)
    const shown = photos.filter(({ case_id }) => case_id === one.id).map(({ sha256 }) => sha256)
    if (shown.sort().join() !== one.photos.slice().sort().join())
      verdict.wrong.push(`photos of case ${one.id}: ${shown.length} instead of ${one.photos.length}`)
  }
}

async function judgeRatings({ db }: Context, model: Model, verdict: Verdict): Promise<void> {
  const ids = idsOf(good(model), 'rating.submit')
  const rows = await db.selectFrom('ratings').select('id').where('id', 'in', some(ids)).execute()
  once(
    verdict,
    'rating',
    ids,
    rows.map(({ id }) => id),
  )
  const followUps = await db.selectFrom('cases').select('rating').where('rating', 'in', some(ids)).execute()
  once(
    verdict,
    'follow-up of rating',
    model.poorRatings,
    followUps.map(({ rating }) => String(rating)),
  )
}

/** Every record as sealed, and every device's chain whole and without a gap. */
async function judgeInspections({ db }: Context, model: Model, verdict: Verdict): Promise<void> {
  const ids = idsOf(good(model), 'inspection.submit')
  const rows = await db
    .selectFrom('inspections')
    .select(['id', 'device', 'sequence', 'chain', 'jws', 'jws_hash', 'previous'])
    .where('id', 'in', some(ids))
    .orderBy('sequence')
    .execute()
  once(
    verdict,
    'inspection',
    ids,
    rows.map(({ id }) => id),
  )
  const events = await db
    .selectFrom('inspection_events')
    .select(['inspection', 'event'])
    .where('inspection', 'in', some(ids))
    .execute()
  once(
    verdict,
    'receipt of inspection',
    ids,
    events.filter(({ event }) => event.type === 'receive').map(({ inspection }) => inspection),
  )
  const said = events.flatMap(({ inspection, event }) =>
    event.type === 'reply' ? [`${inspection}: ${event.text}`] : [],
  )
  once(
    verdict,
    'reply to the question about',
    model.replies.map(({ inspection, text }) => `${inspection}: ${text}`),
    said,
  )
  for (const { id, chain, jws, jws_hash } of rows) {
    if (chain !== 'whole') verdict.wrong.push(`chain at inspection ${id}: ${chain}`)
    const phone = model.filed.find((one) => one.id === id)?.phone
    const sealed = (await phone?.filing.get(id))?.payload as { jws?: string } | undefined
    if (sealed?.jws !== jws) verdict.wrong.push(`inspection ${id} is not the one that was sealed`)
    if (createHash('sha256').update(jws).digest('hex') !== jws_hash)
      verdict.wrong.push(`hash of inspection ${id}`)
  }
  for (const [device, count] of model.sealed) {
    const chain = rows.filter((row) => row.device === device)
    const steps = chain.every(
      ({ sequence, previous }, at) => sequence === at + 1 && previous === (chain[at - 1]?.jws_hash ?? null),
    )
    if (!steps || chain.length !== count)
      verdict.wrong.push(
        `chain of device ${device}: ${chain.map(({ sequence }) => sequence).join()} of ${count}`,
      )
  }
}

/** The phones' side: nothing waits, nothing was set aside, every record says that it was delivered. */
export async function judgePhone(phone: FlowPhone, model: Model): Promise<Verdict> {
  const db = await phone.database.open()
  const waiting = (await db.getAllKeys('outbox')).map((id) => `${phone.name} still holds ${id}`)
  const aside = (await db.getAll('setAside')).map(({ reason }) => `${phone.name} set aside: ${reason}`)
  const records = new Map((await phone.filing.list()).map((record) => [record.id, record]))
  const mine = good(model).filter((one) => one.phone === phone)
  const untold = mine
    .filter(({ id }) => !records.get(id)?.delivered)
    .map(({ id }) => `${phone.name} does not know that ${id} arrived`)
  return { lost: [], doubled: [], wrong: [...waiting, ...aside, ...untold] }
}
