import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseView } from '../../src/contract/receipts.ts'
import {
  acceptCase,
  answerCase,
  assignCase,
  closeCase,
  declineCase,
  extendCase,
  requestMore,
  transferCase,
} from '../../src/server/modules/cases/service.ts'
import { RULES } from '#domain/cases/clock'
import { setRules } from '../../src/server/modules/cases/rules.ts'
import type { CitizenAction } from '#domain/cases/types'
import {
  caseOperation,
  newId,
  newReceipt,
  operation,
  photo,
  postJson,
  publishRegion,
  putBlob,
  ratingOperation,
  REGION,
  send,
} from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
let now = new Date('2026-03-02T02:00:00.000Z')
const later = (days: number) => (now = new Date(now.getTime() + days * 86_400_000))
beforeAll(async () => {
  server = await testServer({
    now: () => now,
    config: { limits: { everything: 1_000_000, secrets: 1_000_000 } },
  })
  await publishRegion(server.context)
})
afterAll(() => server.close())

const lookup = (code: string) => postJson(`${server.url}/api/v1/receipts/lookup`, { code })
const view = async (code: string) => (await (await lookup(code)).json()) as CaseView

async function file(change: Parameters<typeof caseOperation>[0] = {}) {
  const receipt = newReceipt()
  const filed = caseOperation({ receiptDigest: receipt.digest, filedAt: now.toISOString(), ...change })
  expect((await send(server.url, filed))[0]?.status).toBe('applied')
  return { id: filed.id, ...receipt }
}
const act = (caseId: string, receiptDigest: string, action: CitizenAction, photos: string[] = []) =>
  operation('case.act', { id: newId(), caseId, receiptDigest, action }, photos)

describe('the life of a case', () => {
  it('takes an enquiry that does not know whose matter it is, and no other case of the kind', async () => {
    now = new Date('2026-03-02T02:00:00.000Z')
    const { id, code } = await file({ kind: 'enquiry', subject: {} })
    const asked = await view(code)
    expect(asked).toMatchObject({ id, kind: 'enquiry', subject: {} })
    expect(asked).not.toHaveProperty('itemName')
    await acceptCase(server.context, id)
    await assignCase(server.context, id, { unit: 'tax' })
    await answerCase(server.context, id, '到税务窗口办')
    // Whose matter it was is known by now, and can be rated.
    expect(await view(code)).toMatchObject({ status: 'answered', subject: { department: 'tax' } })
    const [refused] = await send(server.url, caseOperation({ kind: 'complaint', subject: {} }))
    expect(refused).toMatchObject({
      status: 'refused',
      code: 'invalid',
      details: { problems: [{ path: 'subject' }] },
    })
  })

  it('runs from filing to closing, and its citizen sees each step, its clock and its unit by name', async () => {
    now = new Date('2026-03-02T02:00:00.000Z')
    const { id, code, digest } = await file()
    expect(await view(code)).toMatchObject({
      id,
      status: 'submitted',
      itemName: 'tax事项1',
      due: '2026-03-03',
      overdueWorkdays: 0,
      canReopen: false,
    })
    await acceptCase(server.context, id)
    await assignCase(server.context, id, { unit: 'tax' })
    later(1)
    await transferCase(server.context, id, { unit: 'land', reason: '不归我们管' })
    expect(await view(code)).toMatchObject({
      status: 'assigned',
      unit: '自然资源局',
      transfers: 1,
      due: '2026-03-16',
    })
    later(20)
    expect((await view(code)).overdueWorkdays).toBe(5)
    await answerCase(server.context, id, '已经办好。')
    expect(await view(code)).toMatchObject({ status: 'answered', canReopen: true, overdueWorkdays: 0 })
    const reopened = await send(server.url, act(id, digest, { type: 'reopen', reason: '没有办好' }))
    expect(reopened[0]).toMatchObject({ status: 'applied' })
    await answerCase(server.context, id, '这回真的办好了。')
    await send(server.url, act(id, digest, { type: 'confirm' }))
    await closeCase(server.context, id)
    const last = await view(code)
    expect(last.status).toBe('closed')
    expect(last.canReopen).toBe(false)
    expect(last.timeline.map(({ type }) => type)).toEqual([
      'submit',
      'accept',
      'assign',
      'transfer',
      'answer',
      'reopen',
      'answer',
      'confirm',
      'close',
    ])
    expect(last.timeline[3]).toMatchObject({ unit: '自然资源局', text: '不归我们管' })
    const row = await server.context.db
      .selectFrom('cases')
      .select(['answered_on_time', 'event_count', 'closed_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row.event_count).toBe(9)
    expect(row.closed_at).toEqual(now)
  })

  it('stands still while the citizen is asked, and goes on with what they supply, photos included', async () => {
    now = new Date('2026-03-02T02:00:00.000Z')
    const { id, code, digest } = await file({ kind: 'enquiry' })
    await acceptCase(server.context, id)
    await assignCase(server.context, id, { unit: 'tax' })
    const due = (await view(code)).due
    await requestMore(server.context, id, '哪个窗口？')
    later(2)
    expect((await view(code)).due).toBeUndefined()
    const picture = await photo()
    await putBlob(server.url, picture.sha256, picture.bytes)
    const supply = act(id, digest, { type: 'supply', text: '一号窗口', photos: [picture.sha256] }, [
      picture.sha256,
    ])
    expect((await send(server.url, supply))[0]).toMatchObject({
      status: 'applied',
      attachments: [picture.sha256],
    })
    const after = await view(code)
    expect(after.status).toBe('assigned')
    expect(after.due! > due!).toBe(true)
    expect(after.photos).toEqual([picture.sha256])
  })

  it('may be declined with the rule, withdrawn, extended before expiry only', async () => {
    now = new Date('2026-03-02T02:00:00.000Z')
    const one = await file()
    await declineCase(server.context, one.id, { reason: '已进入诉讼', rule: '第十二条' })
    expect((await view(one.code)).timeline.at(-1)).toMatchObject({ type: 'decline', rule: '第十二条' })
    const two = await file()
    await send(server.url, act(two.id, two.digest, { type: 'withdraw' }))
    expect((await view(two.code)).status).toBe('withdrawn')
    const three = await file()
    await acceptCase(server.context, three.id)
    await assignCase(server.context, three.id, { unit: 'tax' })
    await extendCase(server.context, three.id, { reason: '要实地查看', due: '2026-03-20' })
    later(30)
    await expect(
      extendCase(server.context, three.id, { reason: '还要', due: '2026-05-20' }),
    ).rejects.toMatchObject({ code: 'illegalTransition' })
  })

  it('follows the periods of its region', async () => {
    now = new Date('2026-03-02T02:00:00.000Z')
    await setRules(server.context.db, REGION, { ...RULES, accept: 3 }, now)
    const { code } = await file()
    expect((await view(code)).due).toBe('2026-03-05')
    await setRules(server.context.db, REGION, RULES, now)
  })

  it('is not stepped on by two desks at once', async () => {
    const { id } = await file()
    await acceptCase(server.context, id, { expected: 1 })
    await expect(acceptCase(server.context, id, { expected: 1 })).rejects.toMatchObject({ code: 'conflict' })
    const both = await Promise.allSettled([
      assignCase(server.context, id, { unit: 'tax' }, { expected: 2 }),
      assignCase(server.context, id, { unit: 'land' }, { expected: 2 }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

it('marks a due date in a year whose holidays the State Council has not announced, and no other', async () => {
  now = new Date('2026-03-02T02:00:00.000Z')
  expect(await view((await file()).code)).not.toHaveProperty('dueMayMove')
  now = new Date('2041-03-04T02:00:00.000Z')
  expect(await view((await file()).code)).toMatchObject({ due: '2041-03-05', dueMayMove: true })
})

describe('a citizen’s step', () => {
  it('needs the receipt, and the case must allow it', async () => {
    const { id, digest } = await file()
    const results = await send(
      server.url,
      act(id, newReceipt().digest, { type: 'withdraw' }),
      act(newId(), digest, { type: 'withdraw' }),
      act(id, digest, { type: 'confirm' }),
    )
    expect(results).toMatchObject([
      { status: 'refused', code: 'unknownReceipt' },
      { status: 'refused', code: 'unknownReceipt' },
      { status: 'refused', code: 'illegalTransition', details: { status: 'submitted', step: 'confirm' } },
    ])
  })

  it('comes too late once the window to reopen is over', async () => {
    now = new Date('2026-03-02T02:00:00.000Z')
    const { id, digest } = await file()
    await acceptCase(server.context, id)
    await assignCase(server.context, id, { unit: 'tax' })
    await answerCase(server.context, id, '答复')
    later(9)
    const [result] = await send(server.url, act(id, digest, { type: 'reopen', reason: '不满意' }))
    expect(result).toMatchObject({ status: 'refused', code: 'illegalTransition' })
  })

  it('follows its case within one batch', async () => {
    const receipt = newReceipt()
    const filed = caseOperation({ receiptDigest: receipt.digest })
    const results = await send(server.url, filed, act(filed.id, receipt.digest, { type: 'withdraw' }))
    expect(results.map(({ status }) => status)).toEqual(['applied', 'applied'])
  })
})

describe('looking a case up', () => {
  it('forgives how the code was typed', async () => {
    const { code, id } = await file()
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
    expect((await view(typed)).id).toBe(id)
  })

  it('answers a code of nothing, a mistyped and an absurd one alike', async () => {
    for (const code of [newReceipt().code, 'AAAA-AAAA-AAAA-AAAB', 'x', '']) {
      const response = await lookup(code)
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({
        code: 'unknownReceipt',
        message: 'no case opens with this code',
      })
    }
  })

  it('shows a photo to who holds the code, and to nobody else', async () => {
    const picture = await photo()
    await putBlob(server.url, picture.sha256, picture.bytes)
    const mine = await file({ photos: [picture.ref] })
    const stranger = await file()
    const ask = (code: string) =>
      postJson(`${server.url}/api/v1/receipts/photo`, { code, sha256: picture.sha256 })
    const response = await ask(mine.code)
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await response.arrayBuffer()).equals(picture.bytes)).toBe(true)
    expect((await ask(stranger.code)).status).toBe(404)
    expect((await ask(newReceipt().code)).status).toBe(404)
  })

  it('keeps neither code nor digest', async () => {
    const { code, digest, id } = await file()
    const row = await server.context.db
      .selectFrom('cases')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const stored = JSON.stringify(row) + (row.receipt_hash?.toString('hex') ?? '')
    expect(stored).not.toContain(digest)
    expect(stored).not.toContain(code)
    expect(row.receipt_hash).toHaveLength(32)
  })
})

describe('ratings', () => {
  const rowOf = (id: string) =>
    server.context.db.selectFrom('ratings').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  it('are kept with what they are about', async () => {
    const rating = ratingOperation({
      level: 4,
      tags: ['fast'],
      actualDays: 3,
      subject: { counter: 'hall-2' },
    })
    expect((await send(server.url, rating))[0]).toMatchObject({ status: 'applied' })
    expect(await rowOf(rating.id)).toMatchObject({
      level: 4,
      department: 'land',
      venue: 'hall',
      actual_days: 3,
      follow_up: null,
    })
  })

  it('that are poor and leave a phone number open a follow-up case with its own clock', async () => {
    now = new Date('2026-03-02T02:00:00.000Z')
    const contact = { phone: '13900000000', shareWithUnit: false }
    const [poor, anonymous] = [
      ratingOperation({ level: 1, tags: ['rude'], text: '态度差', contact }),
      ratingOperation({ level: 1, tags: ['rude'] }),
    ]
    await send(server.url, poor, anonymous)
    const followUp = (await rowOf(poor.id)).follow_up
    expect((await rowOf(anonymous.id)).follow_up).toBeNull()
    const opened = await server.context.db
      .selectFrom('cases')
      .selectAll()
      .where('id', '=', followUp!)
      .executeTakeFirstOrThrow()
    expect(opened).toMatchObject({
      origin: 'rating',
      rating: poor.id,
      due: '2026-03-09',
      status: 'submitted',
    })
  })

  it('count once a case, and only of a case that is here', async () => {
    const { id } = await file()
    const results = await send(
      server.url,
      ratingOperation({ caseId: id }),
      ratingOperation({ caseId: id }),
      ratingOperation({ caseId: newId() }),
    )
    expect(results).toMatchObject([
      { status: 'applied' },
      { status: 'refused', code: 'conflict' },
      { status: 'refused', code: 'notFound' },
    ])
    const twins = await Promise.all([
      send(server.url, ratingOperation({ caseId: (await file()).id })),
      (async () => {
        const other = await file()
        const both = await Promise.all(
          [1, 2, 3, 4].map(() => send(server.url, ratingOperation({ caseId: other.id }))),
        )
        return both.flat()
      })(),
    ])
    expect(twins[1].filter(({ status }) => status === 'applied')).toHaveLength(1)
  })

  it('carry tags of their own level', async () => {
    const results = await send(
      server.url,
      ratingOperation({ level: 5, tags: ['rude'] }),
      ratingOperation({ level: 1, tags: ['rude', 'rude'] }),
      ratingOperation({ level: 1, tags: ['rude', 'longQueue'] }),
    )
    expect(results.map(({ status }) => status)).toEqual(['refused', 'refused', 'applied'])
  })
})
