import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OutcomeList, VisitList } from '../../src/contract/supervisors.ts'
import { type OfficeStep, takeOfficeStep } from '../../src/server/modules/inspections/office-steps.ts'
import { addWorkdays, dateInChina } from '#domain/workdays/calendar'
import {
  appointSupervisor,
  APPOINTMENT_DAYS,
  issueCode,
  revokeSupervisor,
} from '../../src/server/modules/supervisors/appointments.ts'
import { createStaff } from '../../src/server/modules/staff/accounts.ts'
import { makePassword, passwordMatches } from '../../src/server/modules/staff/passwords.ts'
import { assignVisit, drawItems } from '../../src/server/modules/supervisors/visits.ts'
import { loadCatalogue } from '../../src/server/modules/catalogue/publish.ts'
import { newId, newReceipt, Phone, postJson, publishRegion, REGION, send } from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
let shift = 0
const now = () => new Date(Date.now() + shift)
beforeAll(async () => {
  server = await testServer({ now, config: { limits: { everything: 1_000_000, secrets: 1_000_000 } } })
  await publishRegion(server.context)
})
afterAll(() => server.close())

const api = (path: string) => `${server.url}/api/v1/supervisor/${path}`
const enrol = (body: unknown) => postJson(api('enrol'), body)
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
]

async function enrolled(employer?: string) {
  const appointment = await appointSupervisor(server.context, {
    region: REGION,
    name: '张三',
    ...(employer === undefined ? {} : { employer }),
  })
  const phone = new Phone()
  expect((await enrol(phone.enrolment(appointment.code))).status).toBe(200)
  return { phone, ...appointment }
}
const get = (path: string, phone: Phone) => fetch(api(path), { headers: phone.headers() })
const draw = (phone: Phone) => fetch(api('visits/draw'), { method: 'POST', headers: phone.headers() })

describe('enrolment', () => {
  it('uses the code up, and tells the phone whose it is', async () => {
    const { code, supervisor } = await appointSupervisor(server.context, { region: REGION, name: '李四' })
    const phone = new Phone()
    const response = await enrol(phone.enrolment(code))
    expect(await response.json()).toMatchObject({ supervisor, name: '李四', region: REGION })
    expect(await codeOf(await enrol(new Phone().enrolment(code)))).toEqual([404, 'unknownEnrolment'])
    const again = await enrol(phone.enrolment(code))
    expect(again.status, 'the same phone, whose answer was lost').toBe(200)
  })

  it('gives the code to one of two phones that try at once', async () => {
    const { code } = await appointSupervisor(server.context, { region: REGION, name: '王五' })
    const answers = await Promise.all([1, 2, 3, 4].map(() => enrol(new Phone().enrolment(code))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404])
  })

  it('forgives how the code was typed, and stores none', async () => {
    const { code } = await appointSupervisor(server.context, { region: REGION, name: '赵六' })
    const typed = code.toLowerCase().replaceAll('-', ' ')
    const rows = await server.context.db.selectFrom('appointments').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''))
    expect((await enrol(new Phone().enrolment(typed))).status).toBe(200)
  })

  it('refuses a code that never was, has expired, or was replaced', async () => {
    expect(await codeOf(await enrol(new Phone().enrolment(newReceipt().code)))).toEqual([
      404,
      'unknownEnrolment',
    ])
    expect(await codeOf(await enrol(new Phone().enrolment('hello')))).toEqual([404, 'unknownEnrolment'])
    const one = await appointSupervisor(server.context, { region: REGION, name: 'A' })
    const fresh = await issueCode(server.context, one.supervisor)
    expect(await codeOf(await enrol(new Phone().enrolment(one.code)))).toEqual([404, 'unknownEnrolment'])
    shift = (APPOINTMENT_DAYS + 1) * 86_400_000
    const late = new Phone()
    const body = { ...late.enrolment(fresh.code), proof: late.token({ code: fresh.code }, now().getTime()) }
    expect(await codeOf(await enrol(body))).toEqual([404, 'unknownEnrolment'])
    shift = 0
  })

  it('wants the proof made by the new key, over this code, just now', async () => {
    const { code } = await appointSupervisor(server.context, { region: REGION, name: 'B' })
    const [mine, thief] = [new Phone(), new Phone()]
    const body = mine.enrolment(code)
    const wrong = [
      { ...body, proof: thief.token({ code, iss: mine.device }) },
      { ...body, proof: mine.token({ code: newReceipt().code }) },
      { ...body, proof: mine.token({ code, aud: 'other' }) },
      { ...body, proof: mine.token({ code }, Date.now() - 3_600_000) },
      { ...body, proof: mine.token({ code, exp: Math.floor(Date.now() / 1000) + 3600 }) },
    ]
    for (const attempt of wrong) expect(await codeOf(await enrol(attempt))).toEqual([401, 'unauthenticated'])
    const broken = { ...body, publicKey: { ...body.publicKey, d: 'x'.repeat(43) } }
    expect(await codeOf(await enrol(broken))).toEqual([400, 'invalid'])
    expect((await enrol(body)).status).toBe(200)
  })
})

describe('a phone’s requests', () => {
  it('carry a fresh token of its own key', async () => {
    const { phone } = await enrolled()
    expect((await get('visits', phone)).status).toBe(200)
    const ask = (headers: Record<string, string>) => fetch(api('visits'), { headers })
    const stale = phone.token({}, Date.now() - 600_000)
    const long = phone.token({ exp: Math.floor(Date.now() / 1000) + 3600 })
    const future = phone.token({}, Date.now() + 600_000)
    for (const token of [
      stale,
      long,
      future,
      new Phone().token(),
      new Phone().token({ iss: phone.device }),
      'x.y.z',
    ]) {
      const response = await ask({ authorization: `Bearer ${token}` })
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({
        code: 'unauthenticated',
        details: { serverTime: expect.stringMatching(/^\d{4}-/) as string },
      })
    }
    expect(await codeOf(await ask({}))).toEqual([401, 'unauthenticated'])
  })

  it('are refused once the appointment has ended, inspections too', async () => {
    const { phone, supervisor } = await enrolled()
    const sealed = phone.inspection()
    expect(await revokeSupervisor(server.context, supervisor)).toBe(true)
    expect(await codeOf(await get('visits', phone))).toEqual([403, 'supervisorRevoked'])
    expect((await send(server.url, sealed))[0]).toMatchObject({
      status: 'refused',
      code: 'supervisorRevoked',
    })
    expect(await revokeSupervisor(server.context, supervisor)).toBe(false)
  })
})

describe('visits', () => {
  it('are drawn by lot: a hall and three of its items, three open ones at most', async () => {
    const { phone } = await enrolled()
    for (let i = 1; i <= 3; i++) {
      const list = (await (await draw(phone)).json()) as VisitList
      expect(list.visits).toHaveLength(i)
      for (const visit of list.visits) {
        expect(new Set(visit.items).size).toBe(3)
        expect(visit.status).toBe('open')
        const allowed = visit.venue === 'station' ? /^police-/ : /^(tax|land)-/
        for (const item of visit.items) expect(item).toMatch(allowed)
      }
    }
    expect(await codeOf(await draw(phone))).toEqual([409, 'conflict'])
  })

  it('never lead to the supervisor’s own employer', async () => {
    for (let i = 0; i < 3; i++) {
      const { phone } = await enrolled('police')
      const { visits } = (await (await draw(phone)).json()) as VisitList
      expect(visits[0]?.venue).toBe('hall')
    }
    const catalogue = await loadCatalogue(server.context, REGION)
    for (let i = 0; i < 20; i++)
      for (const item of drawItems(catalogue!, 'hall', 'tax')) expect(item).toMatch(/^land-/)
  })

  it('expire by their date, and are done by the inspection that names them', async () => {
    const { phone, supervisor } = await enrolled()
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
    const visit = { supervisor, region: REGION, venue: 'hall', kind: 'announced' as const }
    const old = await assignVisit(server.context, { ...visit, from: day(-9), until: day(-2) })
    const open = await assignVisit(server.context, { ...visit, from: day(-1), until: day(5) })
    expect((await send(server.url, phone.inspection({ visit: open, kind: 'announced' })))[0]?.status).toBe(
      'applied',
    )
    const { visits } = (await (await get('visits', phone)).json()) as VisitList
    expect(Object.fromEntries(visits.map(({ id, status }) => [id, status]))).toEqual({
      [old]: 'expired',
      [open]: 'done',
    })
  })
})

describe('outcomes', () => {
  it('tell what became of each inspection of this supervisor, and of nobody else’s', async () => {
    const [one, other] = [await enrolled(), await enrolled()]
    const sealed = one.phone.inspection()
    await send(server.url, sealed, other.phone.inspection())
    const outcomes = async () =>
      ((await (await get('inspections', one.phone)).json()) as OutcomeList).outcomes
    expect(await outcomes()).toMatchObject([{ id: sealed.id, status: 'received', score: 100 }])
    const by = { now: now() }
    const step = (id: string, body: OfficeStep) =>
      takeOfficeStep(server.context, server.context.db, id, body, by)
    await step(sealed.id, { type: 'substantiate', reason: '属实' })
    const due = addWorkdays(dateInChina(now()), 5)
    await step(sealed.id, { type: 'order', unit: 'tax', text: '限期整改', due, photos: [] })
    expect(await outcomes()).toMatchObject([{ status: 'rectification', note: '限期整改', due }])
    await expect(step(sealed.id, { type: 'substantiate', reason: '再来' })).rejects.toMatchObject({
      code: 'illegalTransition',
    })
    await expect(step(newId(), { type: 'close', note: '' })).rejects.toMatchObject({ code: 'notFound' })
  })
})

describe('staff', () => {
  it('have passwords kept as scrypt hashes', async () => {
    const password = makePassword()
    expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
    const staff = { login: 'office1', name: '管理办', role: 'office' as const, region: REGION, password }
    const id = await createStaff(server.context, staff)
    const row = await server.context.db
      .selectFrom('staff')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row.password).toMatch(/^scrypt\$65536\$8\$2\$/)
    expect(row.password).not.toContain(password)
    expect(await passwordMatches(password, row.password)).toBe(true)
    expect(await passwordMatches(`${password}x`, row.password)).toBe(false)
    await expect(createStaff(server.context, staff)).rejects.toMatchObject({ code: 'conflict' })
  })
})
