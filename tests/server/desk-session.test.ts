import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskAudit } from '../../src/contract/desk/audit.ts'
import { deskSession } from '../../src/contract/desk/session.ts'
import { firstBroken } from '../../src/server/modules/audit/trail.ts'
import { createStaff } from '../../src/server/modules/staff/accounts.ts'
import { Desk, PASSWORD, signedIn, signIn, stranger } from '../support/desk.ts'
import { publishRegion, REGION } from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

const HOUR = 3_600_000
let server: TestServer
let shift = 0
/** Set where a slow machine's own time must not pass: a guess takes it up to a second. */
let stopped: number | undefined
beforeAll(async () => {
  server = await testServer({
    now: () => new Date((stopped ?? Date.now()) + shift),
    config: { limits: { everything: 1_000_000, secrets: 1_000_000 } },
  })
  await publishRegion(server.context)
})
afterAll(() => server.close())

const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/v1/desk/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

describe('signing in', () => {
  it('sets a cookie that no script can read and no other site can send', async () => {
    await createStaff(server.context, {
      login: 'one',
      name: '一',
      role: 'office',
      region: REGION,
      password: PASSWORD,
    })
    const response = await post({ login: 'one', password: PASSWORD })
    expect(response.status).toBe(200)
    const cookie = response.headers.getSetCookie()[0] ?? ''
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Strict')
    expect(await response.json()).toMatchObject({ login: 'one', role: 'office', region: REGION })
    const { rows } = { rows: await server.context.db.selectFrom('sessions').select('token_hash').execute() }
    const token = /=([^;]+)/.exec(cookie)?.[1] ?? '?'
    expect(rows.some(({ token_hash }) => token_hash === token)).toBe(false)
  })

  it('says the same of a wrong password, an unknown login and a disabled account', async () => {
    await createStaff(server.context, {
      login: 'gone',
      name: '二',
      role: 'office',
      region: REGION,
      password: PASSWORD,
    })
    await server.context.db
      .updateTable('staff')
      .set({ disabled_at: new Date() })
      .where('login', '=', 'gone')
      .execute()
    const answers = await Promise.all(
      [
        { login: 'one', password: 'wrong' },
        { login: 'nobody', password: 'wrong' },
        { login: 'gone', password: PASSWORD },
      ].map(async (body) => (await post(body)).text()),
    )
    expect(new Set(answers).size).toBe(1)
  })

  it('makes guessing wait, and forgives after the right password', async () => {
    await signedIn(server, { login: 'guessed', role: 'office', region: REGION })
    stopped = Date.now()
    for (let n = 0; n < 5; n++) expect((await post({ login: 'guessed', password: `${n}` })).status).toBe(401)
    expect((await post({ login: 'guessed', password: PASSWORD })).status).toBe(429)
    shift += 2_000
    expect((await post({ login: 'guessed', password: PASSWORD })).status).toBe(200)
    expect((await post({ login: 'guessed', password: 'x' })).status).toBe(401)
    stopped = undefined
  })

  it('refuses a form of another site', async () => {
    const elsewhere = { 'sec-fetch-site': 'cross-site' }
    expect((await post({ login: 'one', password: PASSWORD }, elsewhere)).status).toBe(403)
    expect(
      (await post({ login: 'one', password: PASSWORD }, { origin: 'https://evil.example' })).status,
    ).toBe(403)
    const desk = await signIn(server, 'one')
    expect((await desk.send(deskSession.signOut, {}, elsewhere)).status).toBe(403)
  })

  it('ends when idle, at the end of the day, on signing out, and with the account', async () => {
    const idle = await signIn(server, 'one')
    shift += 3 * HOUR
    expect(await idle.refusal(deskSession.current)).toEqual([401, 'unauthenticated'])
    const long = await signIn(server, 'one')
    for (let n = 0; n < 12; n++) {
      shift += HOUR
      if (n < 11) expect((await long.send(deskSession.current)).status).toBe(200)
    }
    expect((await long.send(deskSession.current)).status).toBe(401)
    const out = await signIn(server, 'one')
    await out.ask(deskSession.signOut, {})
    expect((await out.send(deskSession.current)).status).toBe(401)
    const dismissed = await signedIn(server, { login: 'dismissed', role: 'office', region: REGION })
    await server.context.db
      .updateTable('staff')
      .set({ disabled_at: new Date() })
      .where('login', '=', 'dismissed')
      .execute()
    expect((await dismissed.send(deskSession.current)).status).toBe(401)
  })

  it('changes a password only with the old one, and ends the other sessions', async () => {
    const here = await signedIn(server, { login: 'changer', role: 'office', region: REGION })
    const there = await signIn(server, 'changer')
    const next = 'another long password'
    expect(await here.refusal(deskSession.changePassword, { body: { current: 'x', next } })).toEqual([
      403,
      'forbidden',
    ])
    expect(
      await here.refusal(deskSession.changePassword, { body: { current: PASSWORD, next: 'short' } }),
    ).toEqual([400, 'invalid'])
    await here.ask(deskSession.changePassword, { body: { current: PASSWORD, next } })
    expect((await here.send(deskSession.current)).status).toBe(200)
    expect((await there.send(deskSession.current)).status).toBe(401)
    expect((await signIn(server, 'changer', next)).id).toBe(here.id)
  })
})

describe('the audit trail', () => {
  it('keeps who signed in, in a chain that tells of any change', async () => {
    const auditor = await signedIn(server, { login: 'auditor', role: 'auditor', region: REGION })
    const page = await auditor.ask(deskAudit.list, {})
    expect(page.broken).toBeNull()
    expect(page.entries[0]?.entry).toMatchObject({
      action: 'POST /session',
      actor: { kind: 'staff', id: auditor.id, role: 'auditor' },
    })
    const rows = await server.context.db
      .selectFrom('audit_entries')
      .select(['entry', 'hash'])
      .orderBy('seq')
      .execute()
    expect(firstBroken(rows)).toBeNull()
    const altered = structuredClone(rows)
    altered[2]!.entry.actor.id = altered[0]!.entry.actor.id + 'x'
    expect(firstBroken(altered)).toBe(3)
    expect(firstBroken(rows.filter((_, index) => index !== 1))).toBe(2)
    expect(firstBroken([rows[1]!, rows[0]!, ...rows.slice(2)])).toBe(1)
  })

  it('is exported whole and in its order, so that anybody can check it', async () => {
    const auditor = await signIn(server, 'auditor')
    const { total, names } = await auditor.ask(deskAudit.list, {})
    const trail = await auditor.ask(deskAudit.export, {})
    expect(trail.region).toBe(REGION)
    expect(trail.entries).toHaveLength(total)
    expect(firstBroken(trail.entries)).toBeNull()
    expect(names[auditor.id]).toBe((await auditor.ask(deskSession.current, {})).name)
    // Whoever takes all of it away is written down, too.
    const [last] = (await auditor.ask(deskAudit.list, {})).entries
    expect(last?.entry.action).toBe('GET /audit/export')
  })

  it('cannot be changed or shortened in the database either', async () => {
    const { db } = server.context
    await expect(db.updateTable('audit_entries').set({ hash: 'x' }).execute()).rejects.toThrow(/append-only/)
    await expect(db.deleteFrom('audit_entries').execute()).rejects.toThrow(/append-only/)
  })

  it('keeps its order when many write at once', async () => {
    const desks = await Promise.all([1, 2, 3].map(() => signIn(server, 'one')))
    await Promise.all(desks.map((desk) => desk.ask(deskSession.signOut, {})))
    const rows = await server.context.db
      .selectFrom('audit_entries')
      .select(['entry', 'hash'])
      .orderBy('seq')
      .execute()
    expect(firstBroken(rows)).toBeNull()
  })
})

it('a stranger is asked to sign in', async () => {
  expect(await stranger(server).refusal(deskSession.current)).toEqual([401, 'unauthenticated'])
  expect(await new Desk(server.url, '', 'mingcha-desk=nonsense').refusal(deskSession.current)).toEqual([
    401,
    'unauthenticated',
  ])
})
