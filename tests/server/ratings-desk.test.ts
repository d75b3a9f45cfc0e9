/** A poor rating from the telephone to the desk and back: called, put right, rated; appealed, decided, counted. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deskNotices } from '../../src/contract/desk/notices.ts'
import { deskRatings, type RatingDetail } from '../../src/contract/desk/ratings.ts'
import type { CaseView } from '../../src/contract/receipts.ts'
import { remindOfDeadlines } from '../../src/server/modules/rules/reminders.ts'
import { Desk, signedIn } from '../support/desk.ts'
import {
  newId,
  newReceipt,
  operation,
  postJson,
  publishRegion,
  ratingOperation,
  REGION,
  send,
} from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
/** sessions end after two idle hours: days pass for the ratings, not for the desks */
let now = new Date('2026-11-24T02:00:00.000Z')
let office: Desk
let tax: Desk
let land: Desk
let auditor: Desk
const START = new Date('2026-11-24T02:00:00.000Z')

beforeAll(async () => {
  server = await testServer({
    now: () => now,
    config: { limits: { everything: 1_000_000, secrets: 1_000_000 } },
  })
  await publishRegion(server.context)
  office = await signedIn(server, { role: 'office', region: REGION })
  tax = await signedIn(server, { role: 'unit', region: REGION, department: 'tax' })
  land = await signedIn(server, { role: 'unit', region: REGION, department: 'land' })
  auditor = await signedIn(server, { role: 'auditor', region: REGION })
})
afterAll(() => server.close())
beforeEach(() => void (now = START))

async function rate(level: 1 | 2 | 5 = 1, contact = true) {
  const receipt = newReceipt()
  const filed = ratingOperation({
    level,
    tags: level === 5 ? [] : ['rude'],
    text: '态度很差。',
    ratedAt: now.toISOString(),
    ...(contact
      ? { contact: { phone: '13800000000', shareWithUnit: false }, receiptDigest: receipt.digest }
      : {}),
  })
  expect((await send(server.url, filed))[0]).toMatchObject({ status: 'applied' })
  return { id: filed.id, ...receipt }
}
const view = async (code: string) =>
  (await (await postJson(`${server.url}/api/v1/receipts/lookup`, { code })).json()) as CaseView
const remedyOf = (rating: string, receiptDigest: string, level: 1 | 2 | 4, text?: string) =>
  operation('rating.remedy', {
    id: newId(),
    rating,
    receiptDigest,
    level,
    ratedAt: now.toISOString(),
    ...(text === undefined ? {} : { text }),
  })
const read = (who: Desk, id: string): Promise<RatingDetail> => who.ask(deskRatings.detail, { params: { id } })
const call = (revision: number) => ({
  revision,
  how: 'phone' as const,
  when: now.toISOString(),
  reached: true,
})
async function settle(id: string): Promise<RatingDetail> {
  const params = { id }
  const before = await read(office, id)
  const called = await office.ask(deskRatings.contact, { params, body: call(before.revision) })
  return office.ask(deskRatings.settle, {
    params,
    body: { revision: called.revision, type: 'remedy', text: '已退还多收的五元，并向您道歉。' },
  })
}

describe('a poor rating with a contact', () => {
  it('stands at the desk with its clock, and its receipt opens it on the telephone', async () => {
    const { id, code } = await rate()
    const { ratings, counts } = await office.ask(deskRatings.list, {})
    expect(ratings[0]).toMatchObject({
      id,
      level: 1,
      status: 'open',
      due: '2026-12-01',
      dueState: 'onTime',
      departmentName: '税务局',
    })
    expect(counts).toMatchObject({ toDo: 1, poor: 1 })
    expect(await view(code)).toMatchObject({
      id,
      number: ratings[0]?.number,
      due: '2026-12-01',
      followUp: { status: 'open', appeal: 'none', canRate: false },
    })
    const { notices } = await office.ask(deskNotices.list, {})
    expect(notices.map(({ kind, ratingId }) => [kind, ratingId])).toContainEqual(['poorRating', id])
    now = new Date('2026-11-30T02:00:00.000Z')
    await remindOfDeadlines(server.context)
    now = START
  })

  it('is called about, put right, and rated by who complained: then it is settled', async () => {
    const { id, code, digest } = await rate()
    const { steps, status, may } = await settle(id)
    expect(steps.map(({ type }) => type)).toEqual(['contact', 'remedy'])
    expect([status, may.settle]).toEqual(['remedied', false])
    expect(await view(code)).toMatchObject({
      status: 'answered',
      followUp: { status: 'remedied', canRate: true },
    })
    // Only whoever has the receipt.
    const stranger = remedyOf(id, newReceipt().digest, 4)
    expect((await send(server.url, stranger))[0]).toMatchObject({ code: 'unknownReceipt' })
    const mine = remedyOf(id, digest, 4, '谢谢。')
    expect((await send(server.url, mine))[0]).toMatchObject({ status: 'applied' })
    expect((await send(server.url, mine))[0]).toMatchObject({ status: 'duplicate' })
    expect((await send(server.url, remedyOf(id, digest, 1)))[0]).toMatchObject({ code: 'illegalTransition' })
    const after = await read(office, id)
    expect(after).toMatchObject({ status: 'settled', remedyLevel: 4, case: { status: 'confirmed' } })
    expect(after.steps.at(-1)).toMatchObject({ type: 'rateRemedy', by: null, text: '谢谢。' })
  })

  it('starts again once where they are still not satisfied, with a clock of its own', async () => {
    const { id, code, digest } = await rate()
    await settle(id)
    now = new Date('2026-11-25T02:00:00.000Z')
    await send(server.url, remedyOf(id, digest, 1, '没有收到退款。'))
    expect(await view(code)).toMatchObject({ status: 'reopened', due: '2026-12-02' })
    now = START
    expect((await read(office, id)).status).toBe('open')
    await settle(id)
    await send(server.url, remedyOf(id, digest, 2))
    expect(await read(office, id)).toMatchObject({ status: 'settled', remedyLevel: 2 })
  })

  it('shows the telephone number to the office, and to the unit only where it is shared', async () => {
    const { id } = await rate()
    expect((await read(office, id)).contact).toMatchObject({ phone: '13800000000' })
    expect(await read(tax, id)).toMatchObject({ contact: null, contactWithheld: true })
    expect(await land.refusal(deskRatings.detail, { params: { id } })).toEqual([404, 'notFound'])
    expect((await land.ask(deskRatings.list, { query: { list: 'all' } })).ratings).toEqual([])
    expect(await land.refusal(deskRatings.contact, { params: { id }, body: call(0) })).toEqual([
      404,
      'notFound',
    ])
  })

  it('is not written over by two desks at once, nor called in the future, nor put right uncalled', async () => {
    const { id } = await rate()
    const params = { id }
    const answers = await Promise.all(
      [office, tax].map((who) => who.send(deskRatings.contact, { params, body: call(0) })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const future = { ...call(1), when: new Date(now.getTime() + 60_000).toISOString() }
    expect(await office.refusal(deskRatings.contact, { params, body: future })).toEqual([400, 'invalid'])
    // A clock that is read to the minute is not the future.
    const justNow = { ...call(1), when: new Date(now.getTime() + 59_000).toISOString() }
    const told = await office.ask(deskRatings.contact, { params, body: justNow })
    expect(told.steps.at(-1)).toMatchObject({ type: 'contact', when: justNow.when })
    const other = await rate()
    const body = { revision: 0, type: 'explain', text: '没有这回事。' }
    expect(await office.refusal(deskRatings.settle, { params: { id: other.id }, body })).toEqual([
      409,
      'illegalTransition',
    ])
  })
})

describe('an appeal', () => {
  it('is decided by the auditor alone, and only an upheld one takes the rating off the board, openly', async () => {
    const board = async () =>
      (
        (await (await fetch(`${server.url}/api/v1/regions/${REGION}/board`)).json()) as {
          total: { ratings: number; putAside: number }
        }
      ).total
    const before = await board()
    const one = await rate()
    const two = await rate(2, false)
    const appealed = []
    for (const { id } of [one, two])
      appealed.push(
        await tax.ask(deskRatings.appeal, {
          params: { id },
          body: { revision: 0, reason: '当日没有这笔业务。' },
        }),
      )
    expect(appealed.every(({ appeal }) => appeal === 'pending')).toBe(true)
    expect((await auditor.ask(deskRatings.list, { query: { list: 'appeals' } })).counts.appeals).toBe(2)
    expect((await auditor.ask(deskNotices.list, {})).notices[0]).toMatchObject({ kind: 'appeal' })
    expect((await board()).ratings - before.ratings).toBe(2)
    const decide = (id: string, uphold: boolean) => ({
      params: { id },
      body: { revision: 1, uphold, reason: '已核对监控和取号记录。' },
    })
    expect(await office.refusal(deskRatings.decide, decide(one.id, true))).toEqual([403, 'forbidden'])
    expect((await auditor.ask(deskRatings.decide, decide(one.id, true))).appeal).toBe('upheld')
    expect((await auditor.ask(deskRatings.decide, decide(two.id, false))).appeal).toBe('rejected')
    const after = await board()
    expect([after.ratings - before.ratings, after.putAside - before.putAside]).toEqual([1, 1])
    expect(await view(one.code)).toMatchObject({ followUp: { appeal: 'upheld', canRate: false } })
    const { notices } = await tax.ask(deskNotices.list, {})
    expect(notices.map(({ kind, ratingId }) => [kind, ratingId])).toContainEqual(['appealDecided', one.id])
  })

  it('is for poor ratings only', async () => {
    const { id } = await rate(5, false)
    const body = { revision: 0, reason: '太好了？' }
    expect(await tax.refusal(deskRatings.appeal, { params: { id }, body })).toEqual([
      409,
      'illegalTransition',
    ])
  })
})

it('a rating from a telephone of before has no receipt, and is followed up all the same', async () => {
  const filed = ratingOperation({
    level: 1,
    tags: ['rude'],
    contact: { phone: '13800000000', shareWithUnit: true },
    ratedAt: now.toISOString(),
  })
  await send(server.url, filed)
  expect((await settle(filed.id)).status).toBe('remedied')
  expect((await read(tax, filed.id)).contact?.phone).toBe('13800000000')
})
