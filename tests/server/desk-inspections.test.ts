/** 明查暗访 at the desk: from the sealed record to the yearly score, and who sees what of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskAudit } from '../../src/contract/desk/audit.ts'
import { deskInspections } from '../../src/contract/desk/inspections.ts'
import { deskPublicNotices, NAMES_SUPERVISOR } from '../../src/contract/desk/public-notices.ts'
import { deskRectifications } from '../../src/contract/desk/rectifications.ts'
import { deskSupervisors, deskVisits } from '../../src/contract/desk/visits.ts'
import type { PublicNotice, PublicNoticeList } from '../../src/contract/public-notices.ts'
import type { YearlyScores } from '../../src/contract/scores.ts'
import type { OutcomeList, VisitList } from '../../src/contract/supervisors.ts'
import { appointSupervisor } from '../../src/server/modules/supervisors/appointments.ts'
import { addDays, addWorkdays, dateInChina } from '#domain/workdays/calendar'
import { type Desk, signedIn } from '../support/desk.ts'
import { Phone, photo, postJson, publishRegion, putBlob, REGION, send } from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
const now = () => new Date()
const today = () => dateInChina(now())
let office: Desk, unit: Desk, otherUnit: Desk, auditor: Desk
beforeAll(async () => {
  server = await testServer({ now, config: { limits: { everything: 1_000_000, secrets: 1_000_000 } } })
  await publishRegion(server.context)
  office = await signedIn(server, { role: 'office', region: REGION })
  unit = await signedIn(server, { role: 'unit', region: REGION, department: 'tax' })
  otherUnit = await signedIn(server, { role: 'unit', region: REGION, department: 'land' })
  auditor = await signedIn(server, { role: 'auditor', region: REGION })
})
afterAll(() => server.close())

let people = 0
async function enrolled(employer?: string) {
  const name = `监督员某${++people}`
  const { code, supervisor } = await appointSupervisor(server.context, {
    region: REGION,
    name,
    ...(employer === undefined ? {} : { employer }),
  })
  const phone = new Phone()
  const answer = await postJson(`${server.url}/api/v1/supervisor/enrol`, phone.enrolment(code))
  expect(answer.status).toBe(200)
  return { phone, supervisor, name }
}
const mine = async <T>(phone: Phone, path: string): Promise<T> =>
  (await (await fetch(`${server.url}/api/v1/supervisor/${path}`, { headers: phone.headers() })).json()) as T
const open = async <T>(path: string): Promise<T> =>
  (await (await fetch(`${server.url}/api/v1/regions/${REGION}/${path}`)).json()) as T

const ANSWERS = {
  'staffed.now': { kind: 'yesNo', value: 'no', note: '我在三号椅子上看了很久' },
  'staffed.empty': { kind: 'timer', value: 900 },
} as const
/** An inspection of the tax counter with findings (2 + 2 points, accountability), come in. */
async function filed(change: Parameters<Phone['inspection']>[0] = {}) {
  const person = await enrolled()
  const picture = await photo()
  await putBlob(server.url, picture.sha256, picture.bytes)
  const sealed = person.phone.inspection({ counter: 'hall-1', answers: { ...ANSWERS }, ...change }, [picture])
  const [result] = await send(server.url, sealed)
  expect(result?.status).toBe('applied')
  return { ...person, id: sealed.id, picture }
}
type Step = Parameters<Desk['ask']>[1] & { body: { type: string } }
async function step(id: string, body: object, desk = office) {
  const { eventCount } = await desk.ask(deskInspections.detail, { params: { id } })
  return desk.ask(deskInspections.step, {
    params: { id },
    body: { expected: eventCount, ...body },
  } as unknown as Step as never)
}
const due = () => addWorkdays(today(), 5)
async function ordered() {
  const one = await filed()
  await step(one.id, { type: 'substantiate', reason: '监控所见属实。' })
  const { rectifications } = await step(one.id, {
    type: 'order',
    unit: 'tax',
    text: '落实AB岗。',
    due: due(),
    photos: [],
  })
  return { ...one, rectification: rectifications[0]!.id }
}

describe('the evidence', () => {
  it('is checked again when it is looked at, and looking is written down', async () => {
    const { id, name, picture } = await filed({
      sealedAt: new Date(Date.now() + 120_000).toISOString(),
      serverTime: { at: new Date().toISOString(), elapsedMs: 0 },
      location: { latitude: 30.1, longitude: 106.2, accuracy: 12, at: new Date().toISOString() },
    })
    const detail = await office.ask(deskInspections.detail, { params: { id } })
    expect(detail.evidence).toMatchObject({ signature: true, chain: 'whole', altered: [], problems: [] })
    expect(detail.evidence.skewMs).toBeGreaterThan(110_000)
    expect(detail).toMatchObject({
      supervisor: { name },
      score: 96,
      steps: ['substantiate', 'dismiss', 'ask'],
    })
    expect(detail.record.location).toMatchObject({ accuracy: 12 })
    const shown = await office.send(deskInspections.photo, { params: { id, sha256: picture.sha256 } })
    expect(shown.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await shown.arrayBuffer()).equals(picture.bytes)).toBe(true)

    await server.context.db
      .updateTable('inspections')
      .set({ jws: `${(await rowOf(id)).jws.slice(0, -4)}AAAA` })
      .where('id', '=', id)
      .execute()
    const altered = await auditor.ask(deskInspections.detail, { params: { id } })
    expect(altered.evidence.signature).toBe(false)
    expect(altered.steps).toEqual([])
    const { entries } = await auditor.ask(deskAudit.list, { query: { action: 'GET /inspections/:id' } })
    expect(entries.some(({ entry }) => entry.target.id === id)).toBe(true)
  })

  const rowOf = (id: string) =>
    server.context.db.selectFrom('inspections').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  it('is not for units, nor for another region', async () => {
    const { id } = await filed()
    expect(await unit.refusal(deskInspections.detail, { params: { id } })).toEqual([403, 'forbidden'])
    const far = await signedIn(server, { role: 'office', region: '450600' })
    expect((await far.refusal(deskInspections.detail, { params: { id } }))[0]).toBe(404)
    const body = { type: 'dismiss', expected: 1, reason: '否' }
    expect((await far.refusal(deskInspections.step, { params: { id }, body }))[0]).toBe(404)
  })
})

describe('verifying', () => {
  it('tells the second of two desks what the first did, and changes nothing', async () => {
    const { id } = await filed()
    const body = { type: 'substantiate', expected: 1, reason: '属实' }
    expect((await office.send(deskInspections.step, { params: { id }, body })).status).toBe(200)
    const second = await office.send(deskInspections.step, {
      params: { id },
      body: { type: 'dismiss', expected: 1, reason: '不属实' },
    })
    expect(second.status).toBe(409)
    expect(await second.json()).toMatchObject({
      code: 'conflict',
      details: { eventCount: 2, since: [{ type: 'substantiate', text: '属实' }] },
    })
    expect((await office.ask(deskInspections.detail, { params: { id } })).status).toBe('substantiated')
  })

  it('asks the supervisor back, who replies from their phone, once however often it is sent', async () => {
    const { id, phone } = await filed()
    await step(id, { type: 'ask', question: '是哪个窗口？' })
    const { outcomes } = await mine<OutcomeList>(phone, 'inspections')
    expect(outcomes).toMatchObject([{ id, status: 'moreRequested', note: '是哪个窗口？' }])
    const reply = (who: Phone, text: string) =>
      postJson(`${server.url}/api/v1/supervisor/inspections/${id}/reply`, { text }, who.headers())
    expect((await reply((await enrolled()).phone, '我')).status).toBe(404)
    expect((await reply(phone, '1号窗口。')).status).toBe(200)
    expect((await reply(phone, '1号窗口。')).status).toBe(200)
    expect((await reply(phone, '其实是2号。')).status).toBe(409)
    const detail = await office.ask(deskInspections.detail, { params: { id } })
    expect(detail.status).toBe('received')
    expect(detail.events.filter(({ type }) => type === 'reply')).toMatchObject([{ text: '1号窗口。' }])
  })
})

describe('a rectification', () => {
  it('shows the unit what to mend and nothing that leads to who found it', async () => {
    const earlier = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
    const one = await filed({
      startedAt: earlier(27),
      sealedAt: earlier(26),
      location: { latitude: 30.123456, longitude: 106.2, accuracy: 5, at: new Date().toISOString() },
    })
    const other = await photo()
    await putBlob(server.url, other.sha256, other.bytes)
    await step(one.id, { type: 'substantiate', reason: '属实' })
    const body = { type: 'order', unit: 'tax', text: '落实AB岗。', due: due(), photos: [one.picture.sha256] }
    const { rectifications } = await step(one.id, body)
    const id = rectifications[0]!.id
    const seen = await unit.ask(deskRectifications.detail, { params: { id } })
    expect(seen).toMatchObject({ state: 'open', text: '落实AB岗。', inspection: null, mayReport: true })
    expect(seen.findings.map(({ question }) => question)).toEqual(['staffed.now', 'staffed.empty'])
    const { device, startedAt, sealedAt } = await server.context.db
      .selectFrom('inspections')
      .select(['device', 'started_at as startedAt', 'sealed_at as sealedAt'])
      .where('id', '=', one.id)
      .executeTakeFirstOrThrow()
    const list = await unit.ask(deskRectifications.list, {})
    const told = JSON.stringify([seen, list])
    // The id of an inspection tells the millisecond at which it was begun.
    for (const trace of [one.id, one.name, one.supervisor, device, '三号椅子', '30.123456'])
      expect(told).not.toContain(trace)
    for (const time of [startedAt, sealedAt]) expect(told).not.toContain(time.toISOString().slice(0, 14))
    const sha = (sha256: string) => unit.send(deskRectifications.photo, { params: { id, sha256 } })
    expect((await sha(one.picture.sha256)).status).toBe(200)
    expect((await sha(other.sha256)).status).toBe(404)

    expect(await otherUnit.refusal(deskRectifications.detail, { params: { id } })).toEqual([404, 'notFound'])
    expect((await otherUnit.ask(deskRectifications.list, {})).rectifications).toEqual([])
    const late = { text: '不是我们。', photos: [] }
    expect(await otherUnit.refusal(deskRectifications.report, { params: { id }, body: late })).toEqual([
      404,
      'notFound',
    ])
  })

  it('hides photos that the office did not share', async () => {
    const { rectification: id, picture } = await ordered()
    const hidden = await unit.send(deskRectifications.photo, { params: { id, sha256: picture.sha256 } })
    expect(hidden.status).toBe(404)
  })

  it('is due on a workday, in time to be met', async () => {
    const { id } = await filed()
    await step(id, { type: 'substantiate', reason: '属实' })
    for (const wrong of [today(), addWorkdays(today(), 61), '2027-10-01']) {
      const body = { type: 'order', expected: 2, unit: 'tax', text: '改', due: wrong, photos: [] }
      expect(await office.refusal(deskInspections.step, { params: { id }, body })).toEqual([400, 'invalid'])
    }
    const body = { type: 'order', expected: 2, unit: 'nobody', text: '改', due: due(), photos: [] }
    expect(await office.refusal(deskInspections.step, { params: { id }, body })).toEqual([400, 'invalid'])
  })

  it('is reported on once, with photos; then another supervisor looks again, never the same', async () => {
    const one = await ordered()
    const [second, colleague] = [await enrolled(), await enrolled('tax')]
    const proof = await photo()
    const report = { text: '已公布AB岗名单。', photos: [proof.sha256] }
    const params = { id: one.rectification }
    expect(await unit.refusal(deskRectifications.report, { params, body: report })).toEqual([
      409,
      'blobsMissing',
    ])
    await putBlob(server.url, proof.sha256, proof.bytes)
    expect(await unit.ask(deskRectifications.report, { params, body: report })).toMatchObject({
      state: 'reported',
      report: { text: '已公布AB岗名单。', photos: [proof.sha256] },
      mayReport: false,
    })
    expect((await unit.refusal(deskRectifications.report, { params, body: report }))[1]).toBe(
      'illegalTransition',
    )

    const detail = await office.ask(deskInspections.detail, { params: { id: one.id } })
    expect(detail.revisitors.map(({ id }) => id)).toContain(second.supervisor)
    for (const { supervisor } of [one, colleague]) {
      expect(detail.revisitors.map(({ id }) => id)).not.toContain(supervisor)
      const body = {
        ...{ type: 'revisit', expected: detail.eventCount, supervisor },
        ...{ from: today(), until: addDays(today(), 7) },
      }
      expect(await office.refusal(deskInspections.step, { params: { id: one.id }, body })).toEqual([
        403,
        'forbidden',
      ])
    }
    const dates = { from: today(), until: addDays(today(), 7) }
    await step(one.id, { type: 'revisit', supervisor: second.supervisor, ...dates })
    const { visits } = await mine<VisitList>(second.phone, 'visits')
    expect(visits).toMatchObject([{ venue: 'hall', status: 'open' }])
    expect(JSON.stringify(visits)).not.toContain(one.id)

    const again = second.phone.inspection({ visit: visits[0]!.id, counter: 'hall-1' })
    expect((await send(server.url, again))[0]?.status).toBe('applied')
    const looked = await office.ask(deskInspections.detail, { params: { id: one.id } })
    expect(looked).toMatchObject({
      revisit: { record: { id: again.id, score: 100 } },
      steps: ['order', 'close'],
    })
    await step(one.id, { type: 'order', unit: 'tax', text: '再改一处。', due: due(), photos: [] })
    const { rectifications } = await unit.ask(deskRectifications.list, {})
    expect(rectifications.find(({ id }) => id === one.rectification)?.state).toBe('again')
    expect(rectifications.some(({ round, state }) => round === 2 && state === 'open')).toBe(true)
  })
})

describe('deductions', () => {
  it('come off the yearly score by clause, no more than was found, and can be taken back', async () => {
    const { id } = await filed()
    const params = { id }
    const deduct = (points: number, target: object = { kind: 'department', id: 'tax' }) => ({
      target,
      clauses: [{ clause: 'accountability', points }],
      reason: '窗口空岗',
    })
    expect((await office.refusal(deskInspections.deduct, { params, body: deduct(1) }))[1]).toBe(
      'illegalTransition',
    )
    await step(id, { type: 'substantiate', reason: '属实' })
    const before = await scoreOf('tax')
    for (const body of [
      deduct(4.01),
      deduct(1.005),
      deduct(-1),
      deduct(1, { kind: 'department', id: 'police' }),
    ])
      expect((await office.refusal(deskInspections.deduct, { params, body }))[1]).toBe('invalid')
    await office.send(deskInspections.deduct, { params, body: deduct(1.5) })
    const { bookings } = await office.ask(deskInspections.detail, { params })
    expect(await scoreOf('tax')).toBe(before - 1.5)
    expect((await office.refusal(deskInspections.deduct, { params, body: deduct(3) }))[1]).toBe('invalid')

    const taken = { params: { id: bookings[0]!.id }, body: { reason: '重复扣分' } }
    expect(await office.ask(deskInspections.reverse, taken)).toMatchObject({ points: -1.5 })
    expect((await office.refusal(deskInspections.reverse, taken))[1]).toBe('conflict')
    expect(await scoreOf('tax')).toBe(before)
    const change = server.context.db.updateTable('score_bookings').set({ points: 0 }).execute()
    await expect(change).rejects.toThrow('append-only')
  })
  const scoreOf = async (department: string) =>
    (await open<YearlyScores>('scores')).departments.find(({ id }) => id === department)!.score

  it('are public without a trace of the inspection', async () => {
    const text = JSON.stringify(await open('scores'))
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/)
    expect((await fetch(`${server.url}/api/v1/regions/${REGION}/scores?year=x`)).status).toBe(400)
  })
})

describe('a public notice', () => {
  const content = { title: '关于窗口空岗的通报', text: '经核实，窗口空岗属实。', inspections: [] as string[] }
  it('is a draft until it has a number, and is then there for everyone', async () => {
    const { id: inspection } = await filed()
    const draft = await office.ask(deskPublicNotices.create, {
      body: { ...content, inspections: [inspection] },
    })
    expect((await open<PublicNoticeList>('notices')).notices).toEqual([])
    const params = { id: draft.id }
    const changed = await office.ask(deskPublicNotices.change, {
      params,
      body: { revision: 1, ...content, text: '经核实，1号窗口空岗属实。' },
    })
    const stale = { params, body: { revision: 1 } }
    expect((await office.refusal(deskPublicNotices.publish, stale))[1]).toBe('conflict')
    const done = await office.ask(deskPublicNotices.publish, { params, body: { revision: changed.revision } })
    expect(done).toMatchObject({ state: 'published', number: 1, year: Number(today().slice(0, 4)) })
    const page = await open<PublicNotice>(`notices/${draft.id}`)
    expect(page).toMatchObject({ text: '经核实，1号窗口空岗属实。', regionName: '试验县', withdrawn: null })
    expect(JSON.stringify(page)).not.toContain(inspection)

    await office.ask(deskPublicNotices.withdraw, { params, body: { because: '数字有误' } })
    expect(await open(`notices/${draft.id}`)).toMatchObject({ text: '', withdrawn: { because: '数字有误' } })
  })

  it('names no supervisor, and counts on', async () => {
    const { name } = await enrolled()
    const spaced = `${name.slice(0, 2)} ${name.slice(2)}`
    const draft = await office.ask(deskPublicNotices.create, {
      body: { ...content, text: `${spaced}发现……` },
    })
    const refused = { params: { id: draft.id }, body: { revision: 1 } }
    const told = async (): Promise<unknown> => (await office.send(deskPublicNotices.publish, refused)).json()
    const problem = { message: 'names a supervisor' }
    expect(await told()).toMatchObject({
      code: 'invalid',
      details: { reason: NAMES_SUPERVISOR, problems: [{ path: 'text', ...problem }] },
    })
    await office.ask(deskPublicNotices.change, {
      ...refused,
      body: { revision: 1, ...content, title: `致${spaced}` },
    })
    refused.body.revision = 2
    expect(await told()).toMatchObject({
      details: { reason: NAMES_SUPERVISOR, problems: [{ path: 'title', ...problem }] },
    })
    // What is merely too long says so, and not that somebody is named.
    const long = await office.send(deskPublicNotices.create, {
      body: { ...content, text: '长'.repeat(10_001) },
    })
    const { code, details } = (await long.json()) as { code: string; details: Record<string, unknown> }
    expect([code, details.reason, details.problems]).toMatchObject(['invalid', undefined, [{ path: 'text' }]])
    const clean = await Promise.all(
      [1, 2, 3].map(() => office.ask(deskPublicNotices.create, { body: content })),
    )
    const published = await Promise.all(
      clean.map(({ id }) => office.ask(deskPublicNotices.publish, { params: { id }, body: { revision: 1 } })),
    )
    expect(published.map(({ number }) => number).sort()).toEqual([2, 3, 4])
  })
})

describe('visit plans', () => {
  it('are drawn by a seed that draws the same again, and told to nobody until they are released', async () => {
    const people = [await enrolled(), await enrolled(), await enrolled('police')]
    const wish = {
      supervisors: people.map(({ supervisor }) => supervisor),
      groupSize: 2,
      kind: 'covert',
      from: today(),
      until: addDays(today(), 14),
      seed: '开奖号码 07 12 25',
    } as const
    const plan = await office.ask(deskVisits.draw, { body: { ...wish, supervisors: [...wish.supervisors] } })
    expect(plan).toMatchObject({ seed: '开奖号码 07 12 25', repeats: true, releasedAt: null })
    expect(plan.groups.flatMap(({ supervisors }) => supervisors)).toHaveLength(3)
    const of = plan.groups.find(({ supervisors }) =>
      supervisors.some(({ id }) => id === people[2]!.supervisor),
    )
    expect(of?.venue.id).toBe('hall')
    const visits = async () =>
      (await Promise.all(people.map(({ phone }) => mine<VisitList>(phone, 'visits')))).flatMap(
        (list) => list.visits,
      )
    expect(await visits()).toEqual([])
    const early = people[0]!.phone.inspection({ visit: await plannedVisit(plan.id, people[0]!.supervisor) })
    await send(server.url, early)

    await office.ask(deskVisits.release, { params: { id: plan.id } })
    expect(await visits()).toHaveLength(3)
    expect((await visits()).map(({ status }) => status)).toEqual(['open', 'open', 'open'])
    expect((await office.refusal(deskVisits.release, { params: { id: plan.id } }))[1]).toBe('conflict')
    const next = await office.ask(deskVisits.draw, {
      body: { ...wish, supervisors: [people[0]!.supervisor] },
    })
    const before = plan.groups.find(({ supervisors }) =>
      supervisors.some(({ id }) => id === people[0]!.supervisor),
    )
    expect(next.groups[0]!.venue.id).not.toBe(before!.venue.id)
  })
  const plannedVisit = async (plan: string, supervisor: string) =>
    (
      await server.context.db
        .selectFrom('visits')
        .select('id')
        .where('plan', '=', plan)
        .where('supervisor', '=', supervisor)
        .executeTakeFirstOrThrow()
    ).id

  it('shows a draw that was tampered with', async () => {
    const { supervisor } = await enrolled()
    const body = { groupSize: 1, kind: 'covert', from: today(), until: today() } as const
    const { id, seed } = await office.ask(deskVisits.draw, { body: { ...body, supervisors: [supervisor] } })
    expect(seed).toMatch(/^[0-9a-f]{32}$/)
    const result = { groups: [{ venue: 'nowhere', supervisors: [supervisor], again: false }], left: [] }
    await server.context.db
      .updateTable('visit_plans')
      .set({ result: JSON.stringify(result) })
      .where('id', '=', id)
      .execute()
    const { plans } = await auditor.ask(deskVisits.list, {})
    expect(plans.find((plan) => plan.id === id)?.repeats).toBe(false)
  })
})

describe('supervisors', () => {
  it('are appointed with a code that is shown once, replaced, and dismissed', async () => {
    const made = await office.ask(deskSupervisors.appoint, { body: { name: '赵新', employer: 'tax' } })
    const listed = async () =>
      (await auditor.ask(deskSupervisors.list, {})).supervisors.find(({ id }) => id === made.supervisor)
    expect(await listed()).toMatchObject({
      name: '赵新',
      employer: { id: 'tax', name: '税务局' },
      devices: 0,
    })
    expect((await listed())?.codeUntil).not.toBeNull()
    const fresh = await office.ask(deskSupervisors.reissue, { params: { id: made.supervisor } })
    const phone = new Phone()
    const enrol = (code: string) => postJson(`${server.url}/api/v1/supervisor/enrol`, phone.enrolment(code))
    expect((await enrol(made.code)).status).toBe(404)
    expect((await enrol(fresh.code)).status).toBe(200)
    const { entries } = await auditor.ask(deskAudit.list, { query: {} })
    expect(JSON.stringify(entries)).not.toContain(fresh.code.slice(0, 9))
    await office.ask(deskSupervisors.revoke, { params: { id: made.supervisor } })
    expect((await listed())?.revokedAt).not.toBeNull()
    expect((await office.refusal(deskSupervisors.reissue, { params: { id: made.supervisor } }))[1]).toBe(
      'conflict',
    )
    const unknown = { body: { name: '钱', employer: 'nobody' } }
    expect((await office.refusal(deskSupervisors.appoint, unknown))[1]).toBe('invalid')
  })
})
