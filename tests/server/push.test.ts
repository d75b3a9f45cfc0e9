/** Web Push against a push service of our own: what arrives, when, for whom, and what never leaves. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deskNotices } from '../../src/contract/desk/notices.ts'
import { routes } from '../../src/contract/routes.ts'
import { acceptCase, assignCase, requestMore } from '../../src/server/modules/cases/service.ts'
import { checkEndpoint, isPublicAddress, publicLookup } from '../../src/server/modules/notify/addresses.ts'
import { deliverPushes } from '../../src/server/modules/notify/deliver.ts'
import { tellSupervisor } from '../../src/server/modules/notify/tell.ts'
import { remindOfDeadlines } from '../../src/server/modules/rules/reminders.ts'
import { appointSupervisor } from '../../src/server/modules/supervisors/appointments.ts'
import { type Desk, signedIn } from '../support/desk.ts'
import { caseOperation, newReceipt, Phone, postJson, publishRegion, REGION, send } from '../support/filing.ts'
import { pushService, type PushService } from '../support/push-service.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
let service: PushService
let desk: Desk
/** by the clock in China */
let now = new Date('2026-11-24T10:00:00+08:00')
const noon = () => (now = new Date('2026-11-24T10:00:00+08:00'))
const later = (ms: number) => (now = new Date(now.getTime() + ms))
const HOUR = 3_600_000
const QUIET = { from: '22:00', until: '07:00' }

beforeAll(async () => {
  server = await testServer({
    now: () => now,
    config: {
      limits: { everything: 1_000_000, secrets: 1_000_000 },
      push: { anywhere: true, contact: 'mailto:desk@example.org' },
    },
  })
  service = await pushService()
  await publishRegion(server.context)
  desk = await signedIn(server, { login: 'tax', role: 'unit', region: REGION, department: 'tax' })
})
afterAll(async () => {
  await server.close()
  await service.close()
})
beforeEach(() => {
  noon()
  service.arrived.length = 0
})

const at = (path: string) => server.url + path
const wishes = (name: string, more: object = {}) => ({
  target: service.device(name).target,
  locale: 'zh' as const,
  quiet: QUIET,
  ...more,
})
async function file() {
  const receipt = newReceipt()
  const filed = caseOperation({
    receiptDigest: receipt.digest,
    filedAt: now.toISOString(),
    text: '王某某说窗口要收五十元。',
    contact: { name: '王某某', phone: '13800000000', shareWithUnit: false },
  })
  expect((await send(server.url, filed))[0]?.status).toBe('applied')
  return { id: filed.id, ...receipt }
}
const deliver = () => deliverPushes(server.context)

describe('a citizen’s telephone', () => {
  it('is told of each step of the desks, encrypted for it alone, without a word of anyone’s', async () => {
    const { id, code } = await file()
    const subscribed = await postJson(at(routes.casePush()), { code, ...wishes('citizen') })
    expect([subscribed.status, await subscribed.json()]).toEqual([200, { done: true }])
    await acceptCase(server.context, id)
    await requestMore(server.context, id, '请问王某某是哪一天去的？')
    await deliver()
    expect(service.arrived.map(({ message }) => message)).toEqual(
      [1, 2].map(() => ({
        title: '您的诉求有新进展',
        body: expect.stringMatching(/^TS-\d{8}-/) as string,
        tag: expect.stringMatching(/^case TS-/) as string,
        url: `/cases/${id}`,
      })),
    )
    const { key } = (await (await fetch(at(routes.pushKey()))).json()) as { key: string }
    expect(service.arrived[0]).toMatchObject({
      key,
      claims: { aud: service.url, sub: 'mailto:desk@example.org' },
      headers: { 'content-encoding': 'aes128gcm', ttl: String(3 * 86_400) },
    })
    expect(Buffer.from(key, 'base64url')).toHaveLength(65)
    // Its own steps it knows; nothing is sent twice.
    const before = service.asked()
    await deliver()
    expect(service.asked()).toBe(before)

    await postJson(at(routes.pushEnd()), { endpoint: `${service.url}/citizen`, code })
    later(HOUR)
    await assignCaseAfterSupply(id)
    await deliver()
    expect(service.arrived).toHaveLength(2)
  })

  it('subscribes with the receipt alone', async () => {
    const { code } = newReceipt()
    const answer = await postJson(at(routes.casePush()), { code, ...wishes('stranger') })
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'unknownReceipt'])
  })

  it('does not ring at night unless it is asked to', async () => {
    const { id, code } = await file()
    await postJson(at(routes.casePush()), { code, ...wishes('sleeper') })
    await postJson(at(routes.casePush()), { code, ...wishes('owl', { quiet: null, locale: 'en' }) })
    now = new Date('2026-11-24T23:30:00+08:00')
    await acceptCase(server.context, id)
    await deliver()
    expect(service.arrived.map(({ device }) => device)).toEqual(['owl'])
    expect(service.arrived[0]?.message).toMatchObject({ title: 'There is news about your case' })
    now = new Date('2026-11-25T06:59:00+08:00')
    await deliver()
    expect(service.arrived).toHaveLength(1)
    now = new Date('2026-11-25T07:00:01+08:00')
    await deliver()
    expect(service.arrived.map(({ device }) => device)).toEqual(['owl', 'sleeper'])
  })
})

/** The citizen has not answered, so the case stands; the office's next step is another case's. */
async function assignCaseAfterSupply(id: string): Promise<void> {
  await expect(assignCase(server.context, id, { unit: 'tax' })).rejects.toMatchObject({
    code: 'illegalTransition',
  })
}

describe('delivery', () => {
  it('tries again while the service is busy, waits longer each time, and gives up in the end', async () => {
    const { id, code } = await file()
    await postJson(at(routes.casePush()), { code, ...wishes('busy', { quiet: null }) })
    service.answer('busy', 503, 429)
    await acceptCase(server.context, id)
    const before = service.asked()
    await deliver()
    await deliver()
    expect(service.asked() - before).toBe(1)
    later(31_000)
    await deliver()
    later(31_000)
    await deliver()
    expect(service.asked() - before).toBe(2)
    later(90_000)
    await deliver()
    expect(service.arrived.map(({ device }) => device)).toEqual(['busy'])

    service.answer('busy', ...Array.from({ length: 20 }, () => 500))
    await assignCase(server.context, id, { unit: 'tax' })
    const then = service.asked()
    for (let n = 0; n < 20; n++) {
      await deliver()
      later(13 * HOUR)
    }
    expect(service.asked() - then).toBe(8)
    service.answer('busy')
  })

  it('forgets a device that is gone, for every owner', async () => {
    const one = await file()
    const two = await file()
    for (const { code } of [one, two]) await postJson(at(routes.casePush()), { code, ...wishes('gone') })
    service.answer('gone', 410)
    await acceptCase(server.context, one.id)
    await deliver()
    const rows = await server.context.db
      .selectFrom('push_subscriptions')
      .select('id')
      .where('endpoint', '=', `${service.url}/gone`)
      .execute()
    expect(rows).toEqual([])
    const before = service.asked()
    await acceptCase(server.context, two.id)
    await deliver()
    expect(service.asked()).toBe(before)
  })

  it('sends each once, however many processes deliver at the same time', async () => {
    const filed = await Promise.all(Array.from({ length: 8 }, () => file()))
    for (const [n, { code }] of filed.entries())
      await postJson(at(routes.casePush()), { code, ...wishes(`many-${n}`) })
    await Promise.all(filed.map(({ id }) => acceptCase(server.context, id)))
    await Promise.all([1, 2, 3, 4].map(deliver))
    expect(service.arrived.map(({ device }) => device).sort()).toEqual(filed.map((_, n) => `many-${n}`))
  })
})

describe('staff', () => {
  it('are told of deadlines on their device, see it in their list, and can take it off', async () => {
    const { key, devices } = await desk.ask(deskNotices.devices, {})
    expect(key).toHaveLength(87)
    expect(devices).toEqual([])
    await desk.ask(deskNotices.subscribe, { body: wishes('desk') })
    const mine = (await desk.ask(deskNotices.devices, {})).devices
    expect(mine).toMatchObject([{ service: '127.0.0.1', quiet: QUIET }])
    const { id } = await file()
    await acceptCase(server.context, id)
    await assignCase(server.context, id, { unit: 'tax', due: '2026-11-25' })
    await remindOfDeadlines(server.context)
    await deliver()
    const messages = service.arrived.filter(({ device }) => device === 'desk').map(({ message }) => message)
    expect(messages).toContainEqual(
      expect.objectContaining({ title: '下一个工作日到期', url: `/desk/cases/${id}` }),
    )
    await desk.ask(deskNotices.unsubscribe, { body: { endpoint: `${service.url}/desk` } })
    expect((await desk.ask(deskNotices.devices, {})).devices).toEqual([])
  })
})

describe('a covert supervisor’s telephone', () => {
  it('shows a plain title and nothing else', async () => {
    const { supervisor, code } = await appointSupervisor(server.context, { region: REGION, name: '甲' })
    const phone = new Phone()
    const headers = () => ({ authorization: `Bearer ${phone.token({}, now.getTime())}` })
    const enrolled = await postJson(at(routes.enrol()), {
      ...phone.enrolment(code),
      proof: phone.token({ code }, now.getTime()),
    })
    expect(enrolled.status).toBe(200)
    expect((await postJson(at(routes.supervisorPush()), wishes('covert'))).status).toBe(401)
    expect((await postJson(at(routes.supervisorPush()), wishes('covert'), headers())).status).toBe(200)
    await tellSupervisor(server.context.db, supervisor, {
      kind: 'visit',
      key: 'visit:1',
      region: REGION,
      details: { number: 'AF-20261124-AAAAA' },
      at: now,
    })
    await deliver()
    expect(service.arrived.map(({ message }) => message)).toEqual([
      { title: '有新消息', body: '', tag: 'news', url: '/me' },
    ])
    await postJson(at(routes.supervisorPushEnd()), { endpoint: `${service.url}/covert` }, headers())
  })
})

describe('addresses', () => {
  const endpoints = [
    'http://push.example.org/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://10.1.2.3/x',
    'https://169.254.169.254/latest/meta-data',
    'https://192.168.1.1/x',
    'https://localhost/x',
    'https://printer.local/x',
    'https://intranet/x',
    'https://push.example.org:8443/x',
    'https://me:secret@push.example.org/x',
    'https://0x7f000001/x',
    'https://2130706433/x',
  ]
  it.each(endpoints)('%s is no address to send to', (endpoint) => {
    expect(() => checkEndpoint(endpoint)).toThrow(expect.objectContaining({ code: 'invalid' }) as Error)
  })

  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
  ])('%s is one', (endpoint) => {
    expect(() => checkEndpoint(endpoint)).not.toThrow()
  })

  it('are judged again when a name is looked up', () => {
    expect(['8.8.8.8', '2606:4700::1111'].every(isPublicAddress)).toBe(true)
    const others = ['127.0.0.1', '100.64.0.1', '0.0.0.0', '255.255.255.255', 'fe80::1', 'fd00::1', '::1']
    expect(others.some(isPublicAddress)).toBe(false)
    expect(['::ffff:127.0.0.1', '64:ff9b::a00:1', 'nonsense'].some(isPublicAddress)).toBe(false)
  })

  it('of one’s own network are not connected to, whatever name leads there', async () => {
    const refused = await new Promise((resolve) =>
      publicLookup('localhost', { all: true }, (error) => {
        resolve(error?.message)
      }),
    )
    expect(refused).toBe('not a public address')
  })
})
