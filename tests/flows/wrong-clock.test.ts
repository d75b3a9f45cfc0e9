/**
 * Phones whose clock stands wrong by years, and one whose clock is set right while its records wait: everything arrives
 * once, deadlines run from the server's time, and a supervisor's sealed inspection is taken in too.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { dateInChina } from '#domain/workdays/china-time'
import { appointSupervisor } from '../../src/server/modules/supervisors/appointments.ts'
import { caseOperation, newReceipt, publishRegion, REGION } from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'
import { chanceOf } from './simulation/chance.ts'
import { createFlowPhone, type FlowPhone } from './simulation/phone.ts'

const YEAR = 365 * 86_400_000

let server: TestServer
beforeAll(async () => {
  server = await testServer()
  await publishRegion(server.context)
})
afterAll(() => server.close())

async function complain(phone: FlowPhone): Promise<string> {
  const filedAt = new Date(phone.now()).toISOString()
  const { code, digest } = newReceipt()
  const { payload } = caseOperation({ id: phone.newId(), filedAt, receiptDigest: digest })
  const { id } = payload
  const request = { payload, entity: id, attachments: [], title: '事项', receiptCode: code }
  await phone.filing.file({ type: 'case.submit', ...request })
  return id
}

async function inspect(phone: FlowPhone): Promise<string> {
  const { code } = await appointSupervisor(server.context, { region: REGION, name: '周敏' })
  const desk = phone.desk()
  await desk.enrol(code, '246810')
  const id = phone.newId()
  const record = {
    id,
    region: REGION,
    kind: 'covert' as const,
    venue: 'hall',
    checklist: { id: HALL_CHECKLIST.id, version: HALL_CHECKLIST.version },
    answers: {},
    photos: [],
    startedAt: new Date(phone.now()).toISOString(),
    location: { unavailable: 'off' as const },
  }
  await desk.seal(record, '县政务服务中心', id)
  return id
}

it.each([
  ['ten years behind', -10 * YEAR],
  ['ten years ahead', 10 * YEAR],
  ['at 1970', -Date.now()],
])('a phone whose clock stands %s is served like any other', async (name, skew) => {
  const phone = createFlowPhone(`clock ${name}`, server.url, fetch, chanceOf(3), Date.now() + skew)
  const id = await complain(phone)
  const sealed = await inspect(phone)
  expect(await phone.drain()).toMatchObject({ waiting: 0, needsAttention: 0 })
  const { db } = server.context
  const { received_at, due } = await db
    .selectFrom('cases')
    .select(['received_at', 'due'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect(Math.abs(received_at.getTime() - Date.now())).toBeLessThan(60_000)
  expect(String(due) > dateInChina(Date.now())).toBe(true)
  const inspections = await db.selectFrom('inspections').select('id').where('id', '=', sealed).execute()
  expect(inspections).toHaveLength(1)
  const operations = await db.selectFrom('operations').select('id').where('id', 'in', [id, sealed]).execute()
  expect(operations).toHaveLength(2)
  expect((await phone.filing.list()).every(({ delivered }) => delivered)).toBe(true)
  await phone.close()
})

it.each([
  ['back', 10 * YEAR],
  ['on', -10 * YEAR],
])('a clock that is put %s while records wait for a line does not hold them back', async (name, skew) => {
  let line = false
  const doFetch: typeof fetch = (...asked) =>
    line ? fetch(...asked) : Promise.reject(new TypeError('no line'))
  const phone = createFlowPhone(`clock put ${name}`, server.url, doFetch, chanceOf(5), Date.now() + skew)
  const before = await complain(phone)
  for (let n = 0; n < 8; n++) await phone.drain(true)
  expect(await phone.drain()).toMatchObject({ waiting: 1 })
  phone.setClock(Date.now())
  const after = await complain(phone)
  line = true
  expect(await phone.drain()).toMatchObject({ waiting: 0, needsAttention: 0 })
  const { db } = server.context
  const cases = await db.selectFrom('cases').select('id').where('id', 'in', [before, after]).execute()
  expect(cases.map(({ id }) => id).sort()).toEqual([before, after].sort())
  await phone.close()
})
