/** Rule sets with effective dates, and a deadline that crosses National Day: reminders, escalation, nothing twice. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RULES } from '#domain/cases/clock'
import { addDays, addWorkdays } from '#domain/workdays/calendar'
import { deskAudit } from '../../src/contract/desk/audit.ts'
import { deskClock } from '../../src/contract/desk/clock.ts'
import { deskNotices } from '../../src/contract/desk/notices.ts'
import type { CaseView } from '../../src/contract/receipts.ts'
import { acceptCase, answerCase, assignCase, requestMore } from '../../src/server/modules/cases/service.ts'
import { remindOfDeadlines } from '../../src/server/modules/rules/reminders.ts'
import { type Desk, signIn, signedIn } from '../support/desk.ts'
import {
  caseOperation,
  newId,
  newReceipt,
  operation,
  postJson,
  publishRegion,
  REGION,
  send,
} from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
/** ten in the morning in China on this day */
let today = '2026-09-28'
const at = (day: string) => new Date(`${day}T10:00:00+08:00`)
beforeAll(async () => {
  server = await testServer({
    now: () => at(today),
    config: { limits: { everything: 1_000_000, secrets: 1_000_000 } },
  })
  await publishRegion(server.context)
  for (const one of [
    { login: 'head', role: 'office', head: true },
    { login: 'clerk', role: 'office' },
    { login: 'tax', role: 'unit', department: 'tax' },
    { login: 'land', role: 'unit', department: 'land' },
    { login: 'auditor', role: 'auditor' },
  ] as const)
    await signedIn(server, { ...one, region: REGION })
})
afterAll(() => server.close())
beforeEach(() => void (today = '2026-09-28'))

/** Sessions end overnight. */
const desk = (login: string): Promise<Desk> => signIn(server, login)

async function file(kind: 'complaint' | 'disclosureReport' = 'complaint') {
  const receipt = newReceipt()
  const filed = caseOperation({
    kind,
    receiptDigest: receipt.digest,
    filedAt: at(today).toISOString(),
    ...(kind === 'disclosureReport' ? { disclosure: { key: 'feeBasis', problem: 'missing' } } : {}),
  })
  expect((await send(server.url, filed))[0]?.status).toBe('applied')
  return { id: filed.id, ...receipt }
}
const view = async (code: string) =>
  (await (await postJson(`${server.url}/api/v1/receipts/lookup`, { code })).json()) as CaseView

/** What each of them was told of this case, in order. */
async function told(caseId: string): Promise<Record<string, string[]>> {
  const rows = await server.context.db
    .selectFrom('notices')
    .innerJoin('staff', 'staff.id', 'notices.recipient')
    .select(['login', 'kind', 'details', 'at'])
    .orderBy('at')
    .orderBy('kind')
    .execute()
  const byLogin: Record<string, string[]> = {}
  for (const { login, kind, details } of rows)
    if (details.caseId === caseId) (byLogin[login] ??= []).push(kind)
  return byLogin
}

describe('a deadline across National Day', () => {
  it('counts 调休, reminds on the right days, is not overdue in the holiday, and goes up after it', async () => {
    const { id, code } = await file('disclosureReport')
    await acceptCase(server.context, id)
    await assignCase(server.context, id, { unit: 'tax' })
    // 29, 30 September, 8, 9 October, and Saturday the 10th, which is worked
    expect(await view(code)).toMatchObject({ due: '2026-10-10', overdueWorkdays: 0 })
    expect(await told(id)).toEqual({ tax: ['assigned'] })

    for (today = '2026-09-28'; today < '2026-10-09'; today = addDays(today, 1)) {
      await remindOfDeadlines(server.context)
      expect((await view(code)).overdueWorkdays).toBe(0)
      expect([today, await told(id)]).toEqual([today, { tax: ['assigned'] }])
    }
    today = '2026-10-09'
    await remindOfDeadlines(server.context)
    expect(await told(id)).toEqual({ tax: ['assigned', 'dueSoon'] })
    today = '2026-10-10'
    await remindOfDeadlines(server.context)
    expect(await told(id)).toEqual({ tax: ['assigned', 'dueSoon', 'dueToday'] })
    today = '2026-10-11'
    await remindOfDeadlines(server.context)
    expect((await view(code)).overdueWorkdays).toBe(0)
    expect(await told(id)).toEqual({ tax: ['assigned', 'dueSoon', 'dueToday'] })
    today = '2026-10-12'
    await remindOfDeadlines(server.context)
    expect((await view(code)).overdueWorkdays).toBe(1)
    expect(await told(id)).toEqual({
      tax: ['assigned', 'dueSoon', 'dueToday', 'overdue'],
      clerk: ['overdue'],
      head: ['escalated'],
      auditor: ['escalated'],
    })
    const { reminders } = await (await desk('auditor')).ask(deskClock.reminders, { query: { case: id } })
    expect(reminders.map(({ kind, due }) => `${kind} ${due}`).sort()).toEqual([
      'dueSoon 2026-10-10',
      'dueToday 2026-10-10',
      'escalated 2026-10-10',
      'overdue 2026-10-10',
    ])
    expect((await (await desk('land')).ask(deskClock.reminders, {})).reminders).toEqual([])
    await answerCase(server.context, id, '已更正。')
  })

  it('reminds the office before acceptance, and of a holiday’s eve on the eve', async () => {
    const { id, code } = await file()
    await acceptCase(server.context, id)
    // due on 30 September
    await assignCase(server.context, id, { unit: 'land', due: '2026-09-30' })
    today = '2026-09-29'
    await remindOfDeadlines(server.context)
    expect((await told(id)).land).toEqual(['assigned', 'dueSoon'])
    for (today = '2026-10-01'; today < '2026-10-08'; today = addDays(today, 1)) {
      await remindOfDeadlines(server.context)
      expect((await view(code)).overdueWorkdays).toBe(0)
    }
    // The server stood still on the day itself: what is told afterwards is what it is by then.
    today = '2026-10-08'
    await remindOfDeadlines(server.context)
    expect((await told(id)).land).toEqual(['assigned', 'dueSoon', 'overdue'])
    await answerCase(server.context, id, '好了。')
  })
})

describe('reminders', () => {
  it('are written once, however many processes run the job and however often', async () => {
    const filed = await Promise.all(Array.from({ length: 12 }, () => file()))
    today = '2026-09-29'
    await Promise.all([1, 2, 3, 4].map(() => remindOfDeadlines(server.context)))
    await remindOfDeadlines(server.context)
    for (const { id } of filed) expect(await told(id)).toEqual({ clerk: ['dueToday'], head: ['dueToday'] })
    const { db } = server.context
    await expect(db.deleteFrom('case_reminders').execute()).rejects.toThrow(/append-only/)
  })

  it('do not come while the citizen is asked, and follow the clock when it goes on', async () => {
    const { id, code, digest } = await file()
    await acceptCase(server.context, id)
    await assignCase(server.context, id, { unit: 'tax', due: '2026-09-30' })
    await requestMore(server.context, id, '哪一天？')
    for (today = '2026-09-29'; today < '2026-10-14'; today = addDays(today, 1))
      await remindOfDeadlines(server.context)
    expect((await told(id)).tax).toEqual(['assigned'])
    today = '2026-10-14'
    const supply = { type: 'supply' as const, text: '上周三', photos: [] }
    const payload = { id: newId(), caseId: id, receiptDigest: digest, action: supply }
    expect((await send(server.url, operation('case.act', payload)))[0]?.status).toBe('applied')
    // It stood for eight workdays (29, 30 September, 8 to 10 and 12 to 14 October).
    expect((await view(code)).due).toBe(addWorkdays('2026-09-30', 8))
    expect((await told(id)).tax).toEqual(['assigned', 'supplied'])
    today = addWorkdays('2026-09-30', 8)
    await remindOfDeadlines(server.context)
    expect((await told(id)).tax).toEqual(['assigned', 'supplied', 'dueToday'])
    await answerCase(server.context, id, '好了。')
  })

  it('stand in the app until they are seen, for their own reader alone', async () => {
    const clerk = await desk('clerk')
    const head = await desk('head')
    const { notices, unseen } = await clerk.ask(deskNotices.list, {})
    expect(unseen).toBeGreaterThan(0)
    expect(notices[0]).toMatchObject({ seen: false })
    const others = (await head.ask(deskNotices.unseen, {})).unseen
    await clerk.ask(deskNotices.seen, { body: { until: notices[0]!.at } })
    expect(await clerk.ask(deskNotices.unseen, {})).toEqual({ unseen: 0 })
    expect((await clerk.ask(deskNotices.list, {})).notices.every(({ seen }) => seen)).toBe(true)
    expect((await head.ask(deskNotices.unseen, {})).unseen).toBe(others)
  })
})

describe('rule sets', () => {
  const shorter = { ...RULES, complaint: 5, accept: 2 }

  it('hold from their day on, and what was due before stays due when it was', async () => {
    const office = await desk('clerk')
    const before = await file()
    await acceptCase(server.context, before.id)
    const due = (await view(before.code)).due
    expect(due).toBe(addWorkdays('2026-09-28', 10))

    const { versions } = await office.ask(deskClock.setRules, {
      params: { from: '2026-10-08' },
      body: { rules: shorter, revision: 0 },
    })
    expect(versions.map(({ from, state }) => [from, state])).toEqual([
      ['2026-10-08', 'future'],
      [null, 'inForce'],
    ])
    today = '2026-09-30'
    const still = await file()
    expect((await view(still.code)).due).toBe('2026-10-08')
    today = '2026-10-08'
    const after = await file()
    expect((await view(after.code)).due).toBe(addWorkdays(today, 2))
    await acceptCase(server.context, after.id)
    expect((await view(after.code)).due).toBe(addWorkdays(today, 5))
    // Not one event or date of before was touched.
    expect((await view(before.code)).due).toBe(due)
    expect((await view(still.code)).due).toBe('2026-10-08')
    const list = await (await desk('auditor')).ask(deskClock.rules, {})
    expect(list.versions.map(({ from, state, own }) => [from, state, own])).toEqual([
      ['2026-10-08', 'inForce', true],
      [null, 'past', false],
    ])
    expect(list.versions[0]?.madeBy).toMatch(/^职员/)
  })

  it('let the citizen ask again as the rules of the day of the answer said', async () => {
    today = '2026-11-02'
    const office = await desk('clerk')
    const { id, code } = await file()
    await acceptCase(server.context, id)
    await assignCase(server.context, id, { unit: 'tax' })
    await answerCase(server.context, id, '好了。')
    await office.ask(deskClock.setRules, {
      params: { from: '2026-11-04' },
      body: { rules: { ...shorter, reopenWindowDays: 1 }, revision: 0 },
    })
    today = '2026-11-08'
    expect((await view(code)).canReopen).toBe(true)
  })

  it('can be changed and taken back until their day has come, never after', async () => {
    today = '2026-11-20'
    const office = await desk('clerk')
    const params = { from: '2026-12-01' }
    await office.ask(deskClock.setRules, { params, body: { rules: shorter, revision: 0 } })
    // Somebody who has not seen it must not write over it.
    expect(await office.refusal(deskClock.setRules, { params, body: { rules: RULES, revision: 0 } })).toEqual(
      [409, 'conflict'],
    )
    const changed = await office.ask(deskClock.setRules, { params, body: { rules: RULES, revision: 1 } })
    expect(changed.versions[0]).toMatchObject({ from: '2026-12-01', revision: 2, rules: RULES })
    const dropped = await office.ask(deskClock.dropRules, { params, body: { revision: 2 } })
    expect(dropped.versions[0]?.from).not.toBe('2026-12-01')
    for (const from of ['2026-11-20', '2026-10-08', '2026-02-31'])
      expect(
        await office.refusal(deskClock.setRules, { params: { from }, body: { rules: RULES, revision: 0 } }),
      ).toEqual([400, 'invalid'])
    expect(
      await office.refusal(deskClock.setRules, {
        params,
        body: { rules: { ...RULES, complaint: 0 }, revision: 0 },
      }),
    ).toEqual([400, 'invalid'])
    const trail = await (await desk('auditor')).ask(deskAudit.list, { query: { action: '/rules' } })
    expect(trail.entries[0]?.entry).toMatchObject({
      action: 'POST /rules/:from/drop',
      target: { from: '2026-12-01' },
    })
  })

  it('two who set the same new day at once: one of them is told', async () => {
    today = '2026-11-20'
    const [one, two] = [await desk('clerk'), await desk('head')]
    const input = { params: { from: '2026-12-09' }, body: { rules: shorter, revision: 0 } }
    const answers = await Promise.all([one, two].map((who) => who.send(deskClock.setRules, input)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('say beforehand what would be due when, and which days are not as the weekday says', async () => {
    const query = Object.fromEntries(
      Object.entries(RULES).map(([name, days]) => [name, String(days)]),
    ) as Record<keyof typeof RULES, string>
    const preview = await (
      await desk('land')
    ).ask(deskClock.preview, { query: { ...query, filed: '2026-09-28' } })
    expect(preview.due).toMatchObject({
      accept: '2026-09-29',
      disclosureReport: '2026-10-10',
      reopenWindowDays: '2026-10-05',
    })
    expect(preview.firm).toBe(true)
    expect(preview.special).toContainEqual({ date: '2026-10-10', workday: true })
    expect(preview.special).toContainEqual({ date: '2026-10-01', workday: false })
  })
})
