/** `inspection.reply`: what a supervisor answered in a place without a network, taken in when it comes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openJws, signingInput } from '#domain/inspections/jws'
import { REPLY_JWS_TYPE } from '#domain/inspections/reply'
import { type OfficeStep, takeOfficeStep } from '../../src/server/modules/inspections/office-steps.ts'
import {
  appointSupervisor,
  issueCode,
  revokeSupervisor,
} from '../../src/server/modules/supervisors/appointments.ts'
import { newId, operation, Phone, postJson, publishRegion, REGION, send } from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer({ config: { limits: { everything: 1_000_000, secrets: 1_000_000 } } })
  await publishRegion(server.context)
})
afterAll(() => server.close())

const QUESTION = '哪个窗口？什么时间？'
const enrol = async (code: string) => {
  const phone = new Phone()
  expect((await postJson(`${server.url}/api/v1/supervisor/enrol`, phone.enrolment(code))).status).toBe(200)
  return phone
}
async function enrolled() {
  const { code, supervisor } = await appointSupervisor(server.context, { region: REGION, name: '张三' })
  return { phone: await enrol(code), supervisor }
}
const step = (id: string, body: OfficeStep) =>
  takeOfficeStep(server.context, server.context.db, id, body, { now: new Date() })
/** An inspection come in, about which the office has asked. */
async function asked() {
  const who = await enrolled()
  const sealed = who.phone.inspection()
  expect((await send(server.url, sealed))[0]?.status).toBe('applied')
  await step(sealed.id, { type: 'ask', question: QUESTION })
  return { ...who, id: sealed.id }
}
const eventsOf = async (id: string) =>
  (
    await server.context.db
      .selectFrom('inspection_events')
      .select('event')
      .where('inspection', '=', id)
      .orderBy('seq')
      .execute()
  ).map(({ event }) => event)
const repliesOf = (id: string) =>
  server.context.db.selectFrom('inspection_replies').selectAll().where('inspection', '=', id).execute()
const first = async (...operations: unknown[]) => (await send(server.url, ...operations))[0]

describe('a sealed reply', () => {
  it('answers the question, and the proof of it is kept', async () => {
    const { phone, id } = await asked()
    const reply = phone.reply(id, QUESTION, '1号窗口，上午九点。')
    expect(await first(reply)).toMatchObject({ id: reply.id, status: 'applied', attachments: [] })
    expect(await eventsOf(id)).toMatchObject([
      { type: 'receive' },
      { type: 'ask' },
      { type: 'reply', text: '1号窗口，上午九点。' },
    ])
    const [kept] = await repliesOf(id)
    expect(kept).toMatchObject({ id: reply.id, seq: 3, device: phone.device, jws: reply.payload.jws })
    expect(openJws(kept!.jws, REPLY_JWS_TYPE)).toMatchObject({ payload: { question: QUESTION } })
    const row = await server.context.db
      .selectFrom('inspections')
      .select(['status', 'note'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ status: 'received', note: null })
  })

  it('has one effect, sent ten times at once, and again after the office went on', async () => {
    const { phone, id } = await asked()
    const reply = phone.reply(id, QUESTION, '1号窗口。')
    const results = (await Promise.all(Array.from({ length: 10 }, () => send(server.url, reply)))).flat()
    expect(results.map(({ status }) => status).sort()).toEqual([
      'applied',
      ...Array.from({ length: 9 }, () => 'duplicate'),
    ])
    await step(id, { type: 'substantiate', reason: '属实' })
    expect(await first(reply)).toMatchObject({ status: 'duplicate' })
    expect((await eventsOf(id)).filter(({ type }) => type === 'reply')).toHaveLength(1)
    expect(await repliesOf(id)).toHaveLength(1)
  })

  it('is a conflict under an id that another reply had', async () => {
    const { phone, id } = await asked()
    const reply = phone.reply(id, QUESTION, '1号窗口。')
    await send(server.url, reply)
    const other = phone.reply(id, QUESTION, '其实是2号。', { id: reply.id })
    expect(await first(other)).toMatchObject({ status: 'conflict', code: 'idReused' })
    expect((await eventsOf(id)).at(-1)).toMatchObject({ text: '1号窗口。' })
  })

  it('comes in one batch after the inspection that it follows', async () => {
    const { phone } = await enrolled()
    const sealed = phone.inspection()
    const [, result] = await send(server.url, sealed, phone.reply(sealed.id, QUESTION, '谁问了？'))
    expect(result, 'nothing was asked yet').toMatchObject({ status: 'refused', code: 'illegalTransition' })
  })

  it('is refused when nothing is asked any more, or something else', async () => {
    const { phone, id } = await asked()
    const [early, late] = [phone.reply(id, QUESTION, '1号窗口。'), phone.reply(id, QUESTION, '是1号窗口。')]
    await send(server.url, early)
    expect(await first(late)).toMatchObject({ status: 'refused', code: 'illegalTransition' })
    await step(id, { type: 'ask', question: '有没有照片？' })
    expect(await first(late), 'it would answer what it was not asked').toMatchObject({
      status: 'refused',
      code: 'illegalTransition',
    })
    expect(await first(phone.reply(id, '有没有照片？', '有。'))).toMatchObject({ status: 'applied' })
    await step(id, { type: 'dismiss', reason: '查无此事' })
    expect(await first(phone.reply(id, '有没有照片？', '还有。'))).toMatchObject({
      status: 'refused',
      code: 'illegalTransition',
    })
    expect((await repliesOf(id)).map(({ seq }) => seq)).toEqual([3, 5])
  })

  it('is refused of a supervisor whose appointment has ended', async () => {
    const { phone, id, supervisor } = await asked()
    await revokeSupervisor(server.context, supervisor)
    expect(await first(phone.reply(id, QUESTION, '1号窗口。'))).toMatchObject({
      status: 'refused',
      code: 'supervisorRevoked',
    })
    expect(await repliesOf(id)).toEqual([])
  })

  it('must be sealed by a phone of whoever made the inspection', async () => {
    const { phone, id, supervisor } = await asked()
    const stranger = (await enrolled()).phone
    expect(await first(stranger.reply(id, QUESTION, '我来答。'))).toMatchObject({
      status: 'refused',
      code: 'notFound',
    })
    expect(await first(new Phone().reply(id, QUESTION, '我来答。'))).toMatchObject({
      status: 'refused',
      code: 'badSignature',
    })
    const own = phone.reply(id, QUESTION, '1号窗口。')
    const signedBy = stranger.reply(id, QUESTION, '1号窗口。', { id: own.id })
    const forged = [
      { ...own.payload, jws: signedBy.payload.jws },
      { ...own.payload, device: stranger.device },
      { ...own.payload, jws: own.payload.jws.replace(/\.([\w-]+)\./, (_, body: string) => `.${body}A.`) },
    ]
    for (const payload of forged)
      expect(await first(operation('inspection.reply', payload))).toMatchObject({ code: 'badSignature' })
    // The same supervisor on a second phone.
    const second = await enrol((await issueCode(server.context, supervisor)).code)
    expect(await first(second.reply(id, QUESTION, '1号窗口。'))).toMatchObject({ status: 'applied' })
  })

  it('is refused where the envelope says something else than what was sealed', async () => {
    const { phone, id } = await asked()
    const reply = phone.reply(id, QUESTION, '1号窗口。')
    const other = phone.inspection()
    await send(server.url, other)
    const wrong = [
      { ...reply.payload, id: newId() },
      { ...reply.payload, inspection: other.id },
      phone.reply(id, QUESTION, ' ').payload,
      phone.reply(id, QUESTION, '好', { extra: 1 } as object).payload,
    ]
    for (const payload of wrong)
      expect(await first(operation('inspection.reply', payload))).toMatchObject({
        status: 'refused',
        code: 'invalid',
      })
    // What was sealed as one thing never passes for another.
    const record = {
      id: newId(),
      inspection: id,
      question: QUESTION,
      text: '好',
      repliedAt: new Date().toISOString(),
    }
    const asInspection = phone.sign(signingInput(record, phone.device))
    expect(await first(operation('inspection.reply', { ...reply.payload, jws: asInspection }))).toMatchObject(
      {
        code: 'badSignature',
      },
    )
    expect(
      await first(
        operation('inspection.submit', {
          id: reply.id,
          device: phone.device,
          jws: reply.payload.jws,
          photos: [],
        }),
      ),
    ).toMatchObject({ code: 'badSignature' })
  })

  it('leaves the way in which apps before it replied', async () => {
    const { phone, id } = await asked()
    const address = `${server.url}/api/v1/supervisor/inspections/${id}/reply`
    expect((await postJson(address, { text: '1号窗口。' }, phone.headers())).status).toBe(200)
    expect((await eventsOf(id)).at(-1)).toMatchObject({ type: 'reply', text: '1号窗口。' })
    expect(await first(phone.reply(id, QUESTION, '1号窗口。'))).toMatchObject({ code: 'illegalTransition' })
  })
})
