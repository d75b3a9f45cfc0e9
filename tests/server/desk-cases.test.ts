import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { PublishedCases } from '../../src/contract/published-cases.ts'
import { deskAudit } from '../../src/contract/desk/audit.ts'
import { deskNotices } from '../../src/contract/desk/notices.ts'
import { type CaseConflict, type CaseDetail, deskCases } from '../../src/contract/desk/cases.ts'
import { addressOf, DESK_API } from '../../src/contract/endpoint.ts'
import { overHttp, recompute } from '../../src/server/cli/recompute.ts'
import type { CaseView } from '../../src/contract/receipts.ts'
import type { CitizenAction } from '#domain/cases/types'
import { type Desk, signedIn } from '../support/desk.ts'
import {
  caseOperation,
  newId,
  newReceipt,
  operation,
  photo,
  postJson,
  publishRegion,
  putBlob,
  REGION,
  send,
} from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

/** Monday 2 March 2026, ten in the morning in China. */
const MONDAY = '2026-03-02T02:00:00.000Z'
const ELSEWHERE = '999002'
let server: TestServer
let now = new Date(MONDAY)
/** Sets the clock; those who are signed in are so on that day too. */
async function travel(to: string | Date): Promise<void> {
  now = new Date(to)
  const expires_at = new Date(now.getTime() + 3_600_000)
  await server.context.db.updateTable('sessions').set({ seen_at: now, expires_at }).execute()
}
const later = (days: number) => travel(new Date(now.getTime() + days * 86_400_000))
let office: Desk
let second: Desk
let tax: Desk
let land: Desk
let auditor: Desk
let foreign: Desk

beforeAll(async () => {
  server = await testServer({
    now: () => now,
    config: { limits: { everything: 1_000_000, secrets: 1_000_000 } },
  })
  await publishRegion(server.context)
  await publishRegion(server.context, {
    region: { code: ELSEWHERE, name: '另一县', level: 'county', sample: false },
  })
  office = await signedIn(server, { role: 'office', region: REGION, name: '张三' })
  second = await signedIn(server, { role: 'office', region: REGION, name: '李四' })
  tax = await signedIn(server, { role: 'unit', region: REGION, department: 'tax', name: '王五' })
  land = await signedIn(server, { role: 'unit', region: REGION, department: 'land' })
  auditor = await signedIn(server, { role: 'auditor', region: REGION })
  foreign = await signedIn(server, { role: 'office', region: ELSEWHERE })
})
afterAll(() => server.close())

async function file(change: Parameters<typeof caseOperation>[0] = {}) {
  const receipt = newReceipt()
  const filed = caseOperation({ receiptDigest: receipt.digest, filedAt: now.toISOString(), ...change })
  expect((await send(server.url, filed))[0]?.status).toBe('applied')
  return { id: filed.id, ...receipt }
}
type Filed = Awaited<ReturnType<typeof file>>
const view = async ({ code }: Filed) =>
  (await (await postJson(`${server.url}/api/v1/receipts/lookup`, { code })).json()) as CaseView
const act = (filed: Filed, action: CitizenAction, photos: string[] = []) =>
  send(
    server.url,
    operation('case.act', { id: newId(), caseId: filed.id, receiptDigest: filed.digest, action }, photos),
  )
const seen = (desk: Desk, id: string) => desk.ask(deskCases.detail, { params: { id } })
/** `expected` of a case as it stands now */
const fresh = async ({ id }: { id: string }) => ({ expected: (await seen(office, id)).eventCount })
const accept = async (filed: Filed, desk = office) =>
  desk.ask(deskCases.accept, { params: { id: filed.id }, body: await fresh(filed) })
const assign = async (filed: Filed, unit = 'tax') =>
  office.ask(deskCases.assign, { params: { id: filed.id }, body: { ...(await fresh(filed)), unit } })
const answer = async (filed: Filed, text = '已经办好。', photos: string[] = [], desk = tax) =>
  desk.ask(deskCases.answer, { params: { id: filed.id }, body: { ...(await fresh(filed)), text, photos } })
async function assigned(change: Parameters<typeof caseOperation>[0] = {}): Promise<Filed> {
  const filed = await file(change)
  await accept(filed)
  await assign(filed)
  return filed
}
async function stored(): Promise<{ sha256: string; bytes: Buffer }> {
  const picture = await photo()
  await putBlob(server.url, picture.sha256, picture.bytes)
  return picture
}

describe('the steps of a case', () => {
  it('go from the inbox to the end, and its citizen sees each', async () => {
    await travel(MONDAY)
    const filed = await file({ public: true })
    expect((await seen(office, filed.id)).steps).toEqual(['accept', 'decline', 'requestMore', 'merge'])
    await accept(filed)
    const given = await assign(filed)
    expect(given).toMatchObject({
      status: 'assigned',
      unit: { id: 'tax', name: '税务局' },
      due: '2026-03-16',
    })
    const moved = await office.ask(deskCases.transfer, {
      params: { id: filed.id },
      body: { expected: given.eventCount, unit: 'land', reason: '涉及不动产登记' },
    })
    expect(moved).toMatchObject({ transfers: 1, unit: { id: 'land' }, due: '2026-03-16' })
    const extended = await land.ask(deskCases.extend, {
      params: { id: filed.id },
      body: { expected: moved.eventCount, reason: '要实地查看', due: moved.extendTo[0]!.due },
    })
    expect(extended).toMatchObject({ extensions: 1, due: '2026-03-19', dueState: 'onTime' })
    const picture = await stored()
    await answer(filed, '已当面致歉。', [picture.sha256], land)
    const told = await view(filed)
    expect(told.timeline.map(({ type }) => type)).toEqual([
      'submit',
      'accept',
      'assign',
      'transfer',
      'extend',
      'answer',
    ])
    expect(told.timeline.at(-1)).toMatchObject({ text: '已当面致歉。', photos: [picture.sha256] })
    expect(told.photos).toEqual([])
    const bytes = await postJson(`${server.url}/api/v1/receipts/photo`, {
      code: filed.code,
      sha256: picture.sha256,
    })
    expect(Buffer.from(await bytes.arrayBuffer()).equals(picture.bytes)).toBe(true)
    // The citizen's own week for a second look is theirs.
    expect((await seen(office, filed.id)).steps).toEqual(['publish'])
    expect(
      await office.refusal(deskCases.close, { params: { id: filed.id }, body: await fresh(filed) }),
    ).toEqual([409, 'illegalTransition'])
    await act(filed, { type: 'reopen', reason: '没有办好' })
    await answer(filed, '这回办好了。', [], land)
    await act(filed, { type: 'confirm' })
    const closed = await office.ask(deskCases.close, { params: { id: filed.id }, body: await fresh(filed) })
    expect(closed.status).toBe('closed')
    expect(closed.events.map(({ actor, by }) => by ?? actor).slice(0, 3)).toEqual(['citizen', '张三', '张三'])
  })

  it('decline by a rule of the list only, in the words that the citizen reads', async () => {
    const filed = await file()
    const body = { ...(await fresh(filed)), reason: '已在法院' }
    expect(
      await office.refusal(deskCases.decline, { params: { id: filed.id }, body: { ...body, rule: 'mine' } }),
    ).toEqual([400, 'invalid'])
    await office.ask(deskCases.decline, { params: { id: filed.id }, body: { ...body, rule: 'court' } })
    expect((await view(filed)).timeline.at(-1)).toMatchObject({ type: 'decline', text: '已在法院' })
    expect((await view(filed)).timeline.at(-1)!.rule).toContain('诉讼')
  })

  it('ask for more with the clock standing, and go on with photos that the citizen sends', async () => {
    await travel(MONDAY)
    const filed = await assigned()
    const asked = await office.ask(deskCases.requestMore, {
      params: { id: filed.id },
      body: { ...(await fresh(filed)), question: '哪个窗口？' },
    })
    expect(asked).toMatchObject({ status: 'moreRequested', due: null, dueState: null, steps: [] })
    await later(2)
    const picture = await stored()
    await act(filed, { type: 'supply', text: '一号', photos: [picture.sha256] }, [picture.sha256])
    const back = await seen(tax, filed.id)
    expect(back).toMatchObject({ status: 'assigned', due: '2026-03-18' })
    expect(back.events.at(-1)).toMatchObject({ type: 'supply', actor: 'citizen', photos: [picture.sha256] })
    const address = addressOf(deskCases.photo, { id: filed.id, sha256: picture.sha256 })
    const shown = await fetch(server.url + address, { headers: { cookie: tax.cookie } })
    expect(shown.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await shown.arrayBuffer()).equals(picture.bytes)).toBe(true)
    expect((await fetch(server.url + address, { headers: { cookie: land.cookie } })).status).toBe(404)
  })

  it('extend before expiry only, and only to a later day', async () => {
    await travel(MONDAY)
    const filed = await assigned()
    const ask = async (due: string) =>
      tax.refusal(deskCases.extend, {
        params: { id: filed.id },
        body: { ...(await fresh(filed)), reason: '要查', due },
      })
    expect(await ask('2026-03-16')).toEqual([409, 'illegalTransition'])
    await later(20)
    expect((await seen(tax, filed.id)).steps).toEqual(['answer'])
    expect(await ask('2026-04-20')).toEqual([409, 'illegalTransition'])
    expect(await seen(tax, filed.id)).toMatchObject({ dueState: 'red', overdueWorkdays: 4 })
  })

  it('answer with photos that are there', async () => {
    await travel(MONDAY)
    const filed = await assigned()
    const body = { ...(await fresh(filed)), text: '好了', photos: ['f'.repeat(64)] }
    expect(await tax.refusal(deskCases.answer, { params: { id: filed.id }, body })).toEqual([
      409,
      'blobsMissing',
    ])
    expect((await seen(tax, filed.id)).status).toBe('assigned')
  })
})

describe('two desks at once', () => {
  it('the second is told what the first did, and nothing is overwritten', async () => {
    await travel(MONDAY)
    const filed = await file()
    const body = await fresh(filed)
    const step = { params: { id: filed.id }, body }
    const both = await Promise.all([office.send(deskCases.accept, step), second.send(deskCases.accept, step)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const refused = (await both.find(({ status }) => status === 409)!.json()) as {
      code: string
      details: CaseConflict
    }
    const winner = both[0].status === 200 ? '张三' : '李四'
    expect(refused).toMatchObject({
      code: 'conflict',
      details: { eventCount: 2, since: [{ type: 'accept', actor: 'office', by: winner }] },
    })
    expect((await seen(office, filed.id)).eventCount).toBe(2)
  })

  it('a step of the citizen counts as well', async () => {
    const filed = await assigned()
    const body = { ...(await fresh(filed)), text: '好了', photos: [] }
    await act(filed, { type: 'withdraw' })
    const refused = await tax.send(deskCases.answer, { params: { id: filed.id }, body })
    expect(refused.status).toBe(409)
    const { details } = (await refused.json()) as { details: CaseConflict }
    expect(details.since).toMatchObject([{ type: 'withdraw', actor: 'citizen', by: null }])
  })

  it('a note is no step, and hinders nobody', async () => {
    const filed = await file()
    const body = await fresh(filed)
    await second.ask(deskCases.note, { params: { id: filed.id }, body: { text: '电话里很着急' } })
    const done = await office.ask(deskCases.accept, { params: { id: filed.id }, body })
    expect(done.notes).toMatchObject([{ by: '李四', text: '电话里很着急' }])
    expect(JSON.stringify(await view(filed))).not.toContain('着急')
  })
})

describe('who sees what', () => {
  it('a unit only its own cases, and whether they exist is not told', async () => {
    await travel(MONDAY)
    const waiting = await file()
    const filed = await assigned()
    expect((await seen(tax, filed.id)).steps).toEqual(['extend', 'answer'])
    for (const desk of [land, foreign])
      expect(await desk.refusal(deskCases.detail, { params: { id: filed.id } })).toEqual([404, 'notFound'])
    expect(await tax.refusal(deskCases.detail, { params: { id: waiting.id } })).toEqual([404, 'notFound'])
    expect(
      await foreign.refusal(deskCases.accept, { params: { id: waiting.id }, body: { expected: 1 } }),
    ).toEqual([404, 'notFound'])
    const list = await land.ask(deskCases.list, {})
    expect(list.cases.map(({ id }) => id)).not.toContain(filed.id)
    expect((await foreign.ask(deskCases.list, {})).counts.all).toBe(0)
    // Passed on, it is no longer theirs.
    await office.ask(deskCases.transfer, {
      params: { id: filed.id },
      body: { ...(await fresh(filed)), unit: 'land', reason: '不归税务' },
    })
    expect(await tax.refusal(deskCases.detail, { params: { id: filed.id } })).toEqual([404, 'notFound'])
    expect((await seen(land, filed.id)).status).toBe('assigned')
  })

  it('a contact goes to the unit only where the citizen allowed it', async () => {
    const contact = { name: '赵六', phone: '13800000000' }
    const kept = await assigned({ contact: { ...contact, shareWithUnit: false } })
    const shared = await assigned({ contact: { ...contact, shareWithUnit: true } })
    expect((await seen(office, kept.id)).contact?.phone).toBe('13800000000')
    expect((await seen(auditor, kept.id)).contact?.phone).toBe('13800000000')
    const hidden = await tax.send(deskCases.detail, { params: { id: kept.id } })
    expect(await hidden.text()).not.toContain('13800000000')
    expect((await seen(tax, shared.id)).contact?.phone).toBe('13800000000')
    const withContact = await tax.ask(deskCases.list, { query: { contact: 'yes' } })
    expect(withContact.cases.map(({ id }) => id)).toContain(shared.id)
    expect(withContact.cases.map(({ id }) => id)).not.toContain(kept.id)
  })

  it('looking at a case is written down, with ids and nothing else', async () => {
    const filed = await file({ contact: { phone: '13911112222', shareWithUnit: false } })
    await seen(office, filed.id)
    const { entries } = await auditor.ask(deskAudit.list, { query: { action: 'GET /cases/:id' } })
    expect(entries[0]?.entry).toMatchObject({ target: { id: filed.id }, actor: { id: office.id } })
    expect(JSON.stringify(entries)).not.toContain('13911112222')
  })

  it('the auditor reads and takes no step', async () => {
    const filed = await file()
    expect((await seen(auditor, filed.id)).steps).toEqual([])
    expect(
      await auditor.refusal(deskCases.accept, { params: { id: filed.id }, body: { expected: 1 } }),
    ).toEqual([403, 'forbidden'])
  })
})

describe('cases about the same matter', () => {
  const SAME = { subject: { item: 'tax-3' } }
  const similar = async (): Promise<[Filed, Filed]> => [
    await file({ ...SAME, text: `综合窗口另要一份清单上没有的证明${newId()}，不给就不收件。` }),
    await file({ ...SAME, text: `在综合窗口，另要一份清单上没有的证明${newId()}，不收件！` }),
  ]
  const merge = async (main: Filed, other: Filed) =>
    office.ask(deskCases.merge, {
      params: { id: main.id },
      body: { ...(await fresh(main)), cases: [{ id: other.id, ...(await fresh(other)) }] },
    })

  it('are suggested, joined, brought along, and each citizen follows their own', async () => {
    await travel(MONDAY)
    const [main, other] = await similar()
    await accept(main)
    await assign(main)
    const before = await seen(office, main.id)
    expect(before.duplicates.find(({ id }) => id === other.id)).toMatchObject({ mergeable: true })
    const joined = await merge(main, other)
    expect(joined.followers.map(({ id }) => id)).toEqual([other.id])
    expect(joined.duplicates.map(({ id }) => id)).not.toContain(other.id)
    expect(await seen(office, other.id)).toMatchObject({
      status: 'assigned',
      main: { id: main.id },
      unit: { id: 'tax' },
    })
    const list = await office.ask(deskCases.list, { query: { item: 'tax-3' } })
    expect(list.cases.map(({ id }) => id)).not.toContain(other.id)
    const picture = await stored()
    await answer(main, '两件一并答复。', [picture.sha256])
    const told = await view(other)
    expect(told.timeline.map(({ type }) => type)).toEqual(['submit', 'merge', 'accept', 'assign', 'answer'])
    expect(told.timeline.at(-1)).toMatchObject({ text: '两件一并答复。', photos: [picture.sha256] })
    expect(JSON.stringify(told)).not.toContain(main.id)
    // What one citizen does is theirs alone.
    await act(other, { type: 'reopen', reason: '我这里没有办好' })
    expect((await view(main)).status).toBe('answered')
    const again = await office.ask(deskCases.list, { query: { item: 'tax-3' } })
    expect(again.cases.map(({ id }) => id)).toContain(other.id)
    expect(await answer(other, '再办。')).toMatchObject({ status: 'answered' })
  })

  it('are taken apart again: the citizen reads why, and each goes its own way by its own due date', async () => {
    await travel(MONDAY)
    const [main, other] = await similar()
    await accept(main)
    await assign(main)
    await later(1)
    await accept(other)
    const own = (await seen(office, other.id)).due
    await merge(main, other)
    const separate = async (of: Filed, reason = '是另一个窗口的事。', desk = office) =>
      desk.send(deskCases.separate, { params: { id: of.id }, body: { ...(await fresh(of)), reason } })
    expect((await seen(office, other.id)).steps).toContain('separate')
    expect((await seen(office, main.id)).steps).not.toContain('separate')
    expect((await seen(tax, other.id)).steps).not.toContain('separate')
    for (const desk of [tax, auditor]) expect((await separate(other, 'x', desk)).status).toBe(403)
    expect((await separate(main)).status).toBe(409)
    expect((await separate(other, ' ')).status).toBe(400)
    const stale = { params: { id: other.id }, body: { expected: 1, reason: 'x' } }
    expect(await office.refusal(deskCases.separate, stale)).toEqual([409, 'conflict'])

    const done = await separate(other)
    expect(await done.json()).toMatchObject({ main: null, status: 'assigned', unit: { id: 'tax' }, due: own })
    expect((await seen(office, main.id)).followers).toEqual([])
    const told = await view(other)
    expect(told.timeline.at(-1)).toMatchObject({ type: 'separate', text: '是另一个窗口的事。' })
    expect(told.due).toBe(own)
    expect(JSON.stringify(told)).not.toContain(main.id)
    const inbox = await tax.ask(deskCases.list, { query: { item: 'tax-3' } })
    expect(inbox.cases.map(({ id }) => id)).toContain(other.id)
    const { notices } = await tax.ask(deskNotices.list, {})
    const kinds = notices.filter(({ caseId }) => caseId === other.id).map(({ kind }) => kind)
    expect(kinds).toContain('separated')
    const { entries } = await auditor.ask(deskAudit.list, { query: { action: 'POST /cases/:id/separate' } })
    expect(entries[0]?.entry).toMatchObject({ target: { id: other.id, from: main.id } })

    await answer(main, '只答复这一件。')
    expect((await view(other)).status).toBe('assigned')
    await answer(other, '那个窗口也改了。')
    expect((await view(other)).timeline.at(-1)?.text).toBe('那个窗口也改了。')
    expect((await recompute(overHttp(server.url), REGION)).differences).toEqual([])
  })

  it('may be joined anew after they were taken apart', async () => {
    await travel(MONDAY)
    const [main, other] = await similar()
    await merge(main, other)
    await office.ask(deskCases.separate, {
      params: { id: other.id },
      body: { ...(await fresh(other)), reason: '弄错了' },
    })
    expect((await merge(main, other)).followers.map(({ id }) => id)).toEqual([other.id])
  })

  it('a unit is not shown cases of others through it', async () => {
    const [main, other] = await similar()
    await accept(main)
    await assign(main)
    const shown = await seen(tax, main.id)
    expect(shown.duplicates).toEqual([])
    await merge(main, other)
    expect((await seen(tax, main.id)).followers).toEqual([])
  })

  it('are not joined to themselves, twice, in chains, or to one that is less far', async () => {
    const [main, other] = await similar()
    await accept(other)
    const refused = async (a: Filed, b: Filed) =>
      office.refusal(deskCases.merge, {
        params: { id: a.id },
        body: { ...(await fresh(a)), cases: [{ id: b.id, ...(await fresh(b)) }] },
      })
    expect(await refused(main, other)).toEqual([409, 'illegalTransition'])
    expect(await refused(other, other)).toEqual([409, 'illegalTransition'])
    await merge(other, main)
    const third = await file(SAME)
    expect(await refused(main, third)).toEqual([409, 'illegalTransition'])
    await accept(third)
    expect(await refused(third, other)).toEqual([409, 'illegalTransition'])
    expect(await refused(third, main)).toEqual([409, 'illegalTransition'])
  })
})

describe('made public', () => {
  const address = `/api/v1/regions/${REGION}/published-cases`
  const published = async (query = '') =>
    v.parse(PublishedCases, await (await fetch(`${server.url}${address}${query}`)).json())

  it('only with the consent of the citizen, after the answer, without numbers of persons, and can be taken back', async () => {
    const closedMouth = await assigned({ public: false })
    await answer(closedMouth)
    const words = { text: '窗口要多交材料。', answer: '已改正。' }
    expect(
      await office.refusal(deskCases.publish, {
        params: { id: closedMouth.id },
        body: { ...(await fresh(closedMouth)), ...words },
      }),
    ).toEqual([409, 'illegalTransition'])
    const filed = await assigned({ public: true, text: '请打 13812345678 找我，窗口要多交材料。' })
    await answer(filed)
    const { proposal, number, steps } = await seen(office, filed.id)
    expect(steps).toContain('publish')
    expect(proposal).toEqual({ text: '请打 ＊＊＊ 找我，窗口要多交材料。', answer: '已经办好。' })
    const body = { ...(await fresh(filed)), ...words }
    const leaky = { ...body, text: '请打 13812345678' }
    expect(await office.refusal(deskCases.publish, { params: { id: filed.id }, body: leaky })).toEqual([
      400,
      'invalid',
    ])
    const done = await office.ask(deskCases.publish, { params: { id: filed.id }, body })
    expect(done.publication).toMatchObject(words)
    expect((await published()).cases.find((one) => one.number === number)?.text).toBe(words.text)
    await office.ask(deskCases.unpublish, { params: { id: filed.id }, body: await fresh(filed) })
    expect((await published()).cases.map((one) => one.number)).not.toContain(number)
  })

  it('shows how long it took and what happened, and nothing that anybody wrote beside it', async () => {
    await travel(MONDAY)
    const contact = { name: '赵六', phone: '13800000000', shareWithUnit: true }
    const filed = await assigned({ public: true, contact, text: '要了五张清单上没有的表。' })
    await later(1)
    await office.ask(deskCases.transfer, {
      params: { id: filed.id },
      body: { ...(await fresh(filed)), unit: 'land', reason: '赵六说是土地的事' },
    })
    await later(1)
    await answer(filed, '已改。', [(await stored()).sha256], land)
    await office.ask(deskCases.publish, {
      params: { id: filed.id },
      body: { ...(await fresh(filed)), text: '要了五张表。', answer: null },
    })
    const { number } = await seen(office, filed.id)
    const page = await published('?department=land')
    expect(page.departmentName).toBe('自然资源局')
    const one = page.cases.find((found) => found.number === number)
    expect(one).toMatchObject({ text: '要了五张表。', answer: null, unit: '自然资源局', status: 'answered' })
    expect(one).toMatchObject({ workdays: 2, onTime: true, kind: 'complaint' })
    expect(one?.steps.map(({ type }) => type)).toEqual(['submit', 'accept', 'assign', 'transfer', 'answer'])
    expect(JSON.stringify(page)).not.toMatch(/赵六|13800000000|五张清单|sha256|photos/)
    expect((await published('?department=tax')).cases.map((found) => found.number)).not.toContain(number)
  })

  it('strikes out what a later rule finds in words that were published before it', async () => {
    const filed = await assigned({ public: true })
    await answer(filed)
    const { number } = await seen(office, filed.id)
    const row = { case_id: filed.id, text: '打 13812345678', answer: null, published_at: now }
    await server.context.db
      .insertInto('case_publications')
      .values({ ...row, published_by: office.id })
      .execute()
    const page = await published()
    expect(page.cases.find((found) => found.number === number)?.text).toBe('打 ＊＊＊')
  })

  it('pages without gaps or repeats, and refuses a place that is none', async () => {
    const first = await published()
    const known = first.cases.length
    for (let i = known; i < 45; i++) {
      const filed = await file({ public: true })
      const row = { case_id: filed.id, text: `第 ${String(i)} 件`, answer: null, published_by: office.id }
      // Some at the very same instant.
      await server.context.db
        .insertInto('case_publications')
        .values({ ...row, published_at: new Date(now.getTime() + Math.floor(i / 4)) })
        .execute()
    }
    const numbers: string[] = []
    let after: string | null = null
    do {
      const page: PublishedCases = await published(after === null ? '' : `?after=${after}`)
      numbers.push(...page.cases.map(({ number }) => number))
      expect(page.cases.length).toBeLessThanOrEqual(20)
      after = page.next
    } while (after !== null)
    expect(numbers).toHaveLength(45)
    expect(new Set(numbers).size).toBe(45)
    const nowhere = [
      'x',
      ...[
        ['x', newId()],
        ['2026-03-02T02:00:00Z', 'x'],
        [1, 2],
      ].map((place) => Buffer.from(JSON.stringify(place)).toString('base64url')),
    ]
    for (const place of nowhere)
      expect((await fetch(`${server.url}${address}?after=${place}`)).status).toBe(400)
    expect((await fetch(`${server.url}/api/v1/regions/nowhere/published-cases`)).status).toBe(404)
  })
})

describe('the inbox', () => {
  it('filters by all that it offers, and counts its tabs', async () => {
    await travel('2026-05-11T02:00:00.000Z')
    const subject = { item: 'police-2' }
    const mine = { query: { item: 'police-2' } }
    const marked = await file({ subject, kind: 'enquiry', text: '户口本要带原件吗，100%_原件？' })
    const late = await file({ subject, contact: { phone: '13800000000', shareWithUnit: false } })
    await accept(late)
    await assign(late, 'police')
    await later(15)
    const soon = await file({ subject })
    const ids = async (query: object) =>
      (await office.ask(deskCases.list, { query: { ...mine.query, ...query } })).cases.map(({ id }) => id)
    expect(await ids({ turn: 'office' })).toEqual([marked.id, soon.id])
    expect(await ids({ turn: 'unit', unit: 'police' })).toEqual([late.id])
    expect(await ids({ status: 'assigned' })).toEqual([late.id])
    expect(await ids({ kind: 'enquiry' })).toEqual([marked.id])
    expect(await ids({ due: 'red' })).toEqual([marked.id, late.id])
    expect(await ids({ due: 'amber' })).toEqual([soon.id])
    expect(await ids({ due: 'onTime' })).toEqual([])
    expect(await ids({ q: '100%_' })).toEqual([marked.id])
    expect(await ids({ q: '100a' })).toEqual([])
    expect(await ids({ contact: 'yes' })).toEqual([late.id])
    expect(await ids({ since: '2026-05-26' })).toEqual([soon.id])
    expect(await ids({ until: '2026-05-25', sort: 'newest' })).toEqual([late.id, marked.id])
    const { number } = await seen(office, late.id)
    expect(await ids({ q: number.toLowerCase() })).toEqual([late.id])
    const { counts } = await office.ask(deskCases.list, { query: { ...mine.query, turn: 'unit' } })
    expect(counts).toEqual({ office: 2, unit: 1, citizen: 0, nobody: 0, all: 3, red: 2, amber: 1 })
    expect(await office.refusal(deskCases.list, { query: { after: 'nowhere' } })).toEqual([400, 'invalid'])
    expect(await office.refusal(deskCases.list, { query: { since: 'yesterday' } })).toEqual([400, 'invalid'])
  })

  it.each(['due', 'newest', 'oldest'] as const)('pages by %s without gaps or repeats', async (sort) => {
    const item = `land-${sort}`
    await travel('2026-06-01T02:00:00.000Z')
    const filed = Array.from({ length: 60 }, () =>
      caseOperation({ subject: { item, department: 'land' }, receiptDigest: newReceipt().digest }),
    )
    for (let at = 0; at < filed.length; at += 20) {
      await send(server.url, ...filed.slice(at, at + 20))
      await later(1)
    }
    const all: CaseDetail['id'][] = []
    let after: string | null | undefined
    do {
      const page = await office.ask(deskCases.list, { query: { item, sort, ...(after ? { after } : {}) } })
      all.push(...page.cases.map(({ id }) => id))
      after = page.next
    } while (after !== null)
    expect(new Set(all).size).toBe(60)
    expect(all).toHaveLength(60)
  })

  it('keeps views for each by themselves', async () => {
    const kept = await office.ask(deskCases.saveView, {
      body: { name: '超期投诉', filters: { kind: 'complaint', due: 'red' } },
    })
    expect((await office.ask(deskCases.views, {})).views).toEqual([kept])
    expect((await second.ask(deskCases.views, {})).views).toEqual([])
    expect(await second.refusal(deskCases.removeView, { params: { id: kept.id } })).toEqual([404, 'notFound'])
    await office.ask(deskCases.removeView, { params: { id: kept.id } })
    expect((await office.ask(deskCases.views, {})).views).toEqual([])
  })

  it('tells a unit of its own department only, and the office of all', async () => {
    expect((await tax.ask(deskCases.options, {})).departments.map(({ id }) => id)).toEqual(['tax'])
    const { departments, declineRules } = await office.ask(deskCases.options, {})
    expect(departments).toHaveLength(3)
    expect(declineRules.length).toBeGreaterThan(5)
  })
})

describe('many at once', () => {
  it('each has its own result, and one that fails takes none with it', async () => {
    await travel(MONDAY)
    const good = await file()
    const stale = await file()
    const gone = await file()
    await accept(stale)
    await act(gone, { type: 'withdraw' })
    const cases = [
      { id: good.id, expected: 1 },
      { id: stale.id, expected: 1 },
      { id: gone.id, expected: 2 },
      { id: newId(), expected: 1 },
    ]
    const { results } = await office.ask(deskCases.bulk, { body: { step: { type: 'accept' }, cases } })
    expect(results.map(({ done, code }) => (done ? 'done' : code))).toEqual([
      'done',
      'conflict',
      'illegalTransition',
      'notFound',
    ])
    expect((await seen(office, good.id)).status).toBe('accepted')
    const both = [good, stale].map(({ id }) => ({ id, expected: 2 }))
    const given = await office.ask(deskCases.bulk, {
      body: { step: { type: 'assign', unit: 'land' }, cases: both },
    })
    expect(given.results.every(({ done }) => done)).toBe(true)
    expect((await seen(land, good.id)).unit?.id).toBe('land')
    expect(
      await office.refusal(deskCases.bulk, { body: { step: { type: 'assign', unit: 'none' }, cases: both } }),
    ).toEqual([400, 'invalid'])
  })

  it('is refused beyond a hundred', async () => {
    const cases = Array.from({ length: 101 }, () => ({ id: newId(), expected: 1 }))
    const response = await fetch(`${server.url}${DESK_API}/case-bulk`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: office.cookie },
      body: JSON.stringify({ step: { type: 'accept' }, cases }),
    })
    expect(response.status).toBe(400)
  })
})
