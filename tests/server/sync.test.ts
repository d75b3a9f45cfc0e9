import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_BATCH } from '#contract/protocol'
import { applyOperation } from '../../src/server/modules/sync/apply.ts'
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
beforeAll(async () => {
  server = await testServer()
  await publishRegion(server.context)
})
afterAll(() => server.close())

const count = async (
  table: 'cases' | 'operations' | 'ratings' | 'case_events',
  id: string,
): Promise<number> => {
  const column = table === 'case_events' ? 'case_id' : 'id'
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(table)} where ${sql.ref(column)} = ${id}`.execute(server.context.db)
  return rows[0]?.n ?? 0
}

describe('exactly once', () => {
  it('applies an operation and says which blobs it holds for it', async () => {
    const picture = await photo()
    expect((await putBlob(server.url, picture.sha256, picture.bytes)).status).toBe(201)
    const filed = caseOperation({ photos: [picture.ref] })
    const [result] = await send(server.url, filed)
    expect(result).toMatchObject({ id: filed.id, status: 'applied', attachments: [picture.sha256] })
    const row = await server.context.db
      .selectFrom('cases')
      .selectAll()
      .where('id', '=', filed.id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      status: 'submitted',
      department: 'tax',
      venue: 'hall',
      counter: 'hall-1',
      item: 'tax-1',
    })
    expect(row.number).toMatch(/^TS-\d{8}-[0-9A-Z]{5}$/)
    expect(row.due).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  it('answers a repeat as it answered first, with no second effect', async () => {
    const filed = caseOperation()
    const [first] = await send(server.url, filed)
    const [again] = await send(server.url, filed)
    expect(again).toEqual({ ...first, status: 'duplicate' })
    expect(await count('cases', filed.id)).toBe(1)
    expect(await count('case_events', filed.id)).toBe(1)
  })

  it('takes the same content for the same, whatever the order of its members', async () => {
    const filed = caseOperation()
    await send(server.url, filed)
    const turned = { ...filed, payload: Object.fromEntries(Object.entries(filed.payload).reverse()) }
    expect((await send(server.url, turned))[0]).toMatchObject({ status: 'duplicate' })
  })

  it('never takes another content under the same id', async () => {
    const filed = caseOperation()
    await send(server.url, filed)
    const other = { ...filed, payload: { ...filed.payload, text: '换了内容' } }
    expect((await send(server.url, other))[0]).toMatchObject({
      id: filed.id,
      status: 'conflict',
      code: 'idReused',
    })
    const { text } = await server.context.db
      .selectFrom('cases')
      .select('text')
      .where('id', '=', filed.id)
      .executeTakeFirstOrThrow()
    expect(text).toBe(filed.payload.text)
  })

  it('has one effect when twenty come at the same moment', async () => {
    const filed = caseOperation()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(server.url, filed)))
    const states = answers.map(([result]) => result?.status).sort()
    expect(states).toEqual(['applied', ...Array.from({ length: 19 }, () => 'duplicate')])
    expect(await count('cases', filed.id)).toBe(1)
    expect(await count('case_events', filed.id)).toBe(1)
  })

  it('has one effect each when overlapping batches come in opposite orders', async () => {
    const operations = Array.from({ length: 30 }, () => caseOperation())
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        send(server.url, ...(i % 2 ? [...operations].reverse() : operations)),
      ),
    )
    const applied = answers.flat().filter(({ status }) => status === 'applied')
    expect(applied.map(({ id }) => id).sort()).toEqual(operations.map(({ id }) => id).sort())
    expect(answers.flat().filter(({ status }) => status === 'duplicate')).toHaveLength(30 * 7)
  })

  it('counts an operation twice in one batch once', async () => {
    const filed = ratingOperation()
    const results = await send(server.url, filed, filed)
    expect(results.map(({ status }) => status)).toEqual(['applied', 'duplicate'])
    expect(await count('ratings', filed.id)).toBe(1)
  })

  it('is reached by the sample district and the tests through the same door', async () => {
    const filed = caseOperation()
    const now = new Date('2026-03-02T01:00:00.000Z')
    expect(await applyOperation(server.context, filed, now)).toMatchObject({
      status: 'applied',
      receivedAt: now.toISOString(),
    })
    expect((await send(server.url, filed))[0]).toMatchObject({
      status: 'duplicate',
      receivedAt: now.toISOString(),
    })
  })
})

describe('one bad operation refuses only itself', () => {
  it('applies the rest of the batch, results in order', async () => {
    const good = [caseOperation(), ratingOperation(), caseOperation()]
    const badRegion = caseOperation({ region: 'nowhere' })
    const badText = caseOperation({ text: '' })
    const results = await send(server.url, good[0], badRegion, good[1], badText, 'nonsense', good[2])
    expect(results.map((result) => [result.status, 'code' in result ? result.code : ''])).toEqual([
      ['applied', ''],
      ['refused', 'unknownRegion'],
      ['applied', ''],
      ['refused', 'invalid'],
      ['refused', 'invalid'],
      ['applied', ''],
    ])
    for (const { id } of good) expect(await count('operations', id)).toBe(1)
    expect(await count('operations', badRegion.id)).toBe(0)
  })

  it('lets a corrected operation pass under the same id', async () => {
    const filed = caseOperation({ region: 'nowhere' })
    expect((await send(server.url, filed))[0]).toMatchObject({ status: 'refused' })
    const corrected = { ...filed, payload: { ...filed.payload, region: REGION } }
    expect((await send(server.url, corrected))[0]).toMatchObject({ status: 'applied' })
  })

  it('refuses an unknown type by itself', async () => {
    const strange = { ...caseOperation(), type: 'case.explode' }
    const [result, fine] = await send(server.url, strange, caseOperation())
    expect(result).toMatchObject({
      status: 'refused',
      code: 'unknownOperation',
      details: { type: 'case.explode' },
    })
    expect(fine).toMatchObject({ status: 'applied' })
  })

  it('names the place that is wrong, and never the value', async () => {
    const filed = caseOperation({ contact: { phone: '绝密号码', shareWithUnit: false } })
    const [result] = await send(server.url, filed)
    expect(result).toMatchObject({
      status: 'refused',
      code: 'invalid',
      details: { problems: [{ path: 'contact.phone' }] },
    })
    expect(JSON.stringify(result)).not.toContain('绝密号码')
  })

  it('refuses a payload with another id, and attachments that are not its photos', async () => {
    const one = caseOperation()
    const other = { ...one, id: newId() }
    const stray = { ...caseOperation(), attachments: ['0'.repeat(64)] }
    const results = await send(server.url, other, stray)
    expect(results).toMatchObject([
      { status: 'refused', code: 'invalid', details: { problems: [{ path: 'payload.id' }] } },
      { status: 'refused', code: 'invalid', details: { problems: [{ path: 'attachments' }] } },
    ])
  })

  it('names the photos that have not come, and applies once they have', async () => {
    const [a, b] = [await photo(), await photo()]
    await putBlob(server.url, a.sha256, a.bytes)
    const filed = caseOperation({ photos: [a.ref, b.ref] })
    expect((await send(server.url, filed))[0]).toMatchObject({
      status: 'refused',
      code: 'blobsMissing',
      details: { missing: [b.sha256] },
    })
    await putBlob(server.url, b.sha256, b.bytes)
    expect((await send(server.url, filed))[0]).toMatchObject({ status: 'applied' })
  })

  it('refuses a receipt that opens another case', async () => {
    const receiptDigest = newReceipt().digest
    const results = await send(server.url, caseOperation({ receiptDigest }), caseOperation({ receiptDigest }))
    expect(results).toMatchObject([{ status: 'applied' }, { status: 'refused', code: 'invalid' }])
  })

  it('costs no other its effect when many arrive at the same moment', async () => {
    const receiptDigest = newReceipt().digest
    await send(server.url, caseOperation({ receiptDigest }))
    const good = Array.from({ length: 30 }, (_, n) => (n % 2 ? caseOperation() : ratingOperation()))
    const bad = Array.from({ length: 3 }, () => caseOperation({ receiptDigest }))
    const all = [...good.slice(0, 15), ...bad, ...good.slice(15)]
    const answers = await Promise.all(all.map((one) => send(server.url, one)))
    expect(answers.map(([result]) => result?.status)).toEqual(
      all.map((one) => (bad.includes(one as never) ? 'refused' : 'applied')),
    )
    for (const { id, type } of good) {
      expect(await count('operations', id)).toBe(1)
      expect(await count(type === 'case.submit' ? 'cases' : 'ratings', id)).toBe(1)
    }
    for (const { id } of bad) expect(await count('operations', id)).toBe(0)
  })

  it('does what stands in one batch for one case in the order of the batch', async () => {
    const receipt = newReceipt()
    const filed = caseOperation({ receiptDigest: receipt.digest })
    const act = operation('case.act', {
      id: newId(),
      caseId: filed.id,
      receiptDigest: receipt.digest,
      action: { type: 'withdraw' },
    })
    const together = { ...act, entity: filed.id }
    expect((await send(server.url, together, filed)).map(({ status }) => status)).toEqual([
      'refused',
      'applied',
    ])
    expect((await send(server.url, filed, together)).map(({ status }) => status)).toEqual([
      'duplicate',
      'applied',
    ])
  })

  it('keeps texts that PostgreSQL cannot hold, but for the signs that nobody typed', async () => {
    const filed = caseOperation({ text: `半个表情\ud83d和零\u0000字符` })
    const [first, again] = [await send(server.url, filed), await send(server.url, filed)]
    expect([first[0]?.status, again[0]?.status]).toEqual(['applied', 'duplicate'])
    const { text } = await server.context.db
      .selectFrom('cases')
      .select('text')
      .where('id', '=', filed.id)
      .executeTakeFirstOrThrow()
    expect(text).toBe('半个表情\ufffd和零\ufffd字符')
  })
})

describe('the request', () => {
  const sync = (body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/v1/sync`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
  const codeOf = async (response: Response) => [
    response.status,
    ((await response.json()) as { code: string; message: string }).code,
  ]

  it('may be gzipped', async () => {
    const filed = caseOperation()
    const body = gzipSync(JSON.stringify({ protocol: 1, operations: [filed] }))
    const response = await sync(body, { 'content-encoding': 'gzip' })
    expect(await response.json()).toMatchObject({ results: [{ id: filed.id, status: 'applied' }] })
  })

  it('is answered gzipped where that is taken and worth it, and plainly where not', async () => {
    const body = () =>
      JSON.stringify({ protocol: 1, operations: Array.from({ length: 20 }, () => caseOperation()) })
    const encodings = ['gzip, br', 'gzip;q=0, br', 'identity', 'x-gzipped;q=1, gzip;q=0.5']
    const answers = await Promise.all(
      encodings.map((encoding) => sync(body(), { 'accept-encoding': encoding })),
    )
    expect(answers.map(({ headers }) => headers.get('content-encoding'))).toEqual([
      'gzip',
      null,
      null,
      'gzip',
    ])
    for (const answer of answers) {
      expect(answer.headers.get('vary')).toBe('accept-encoding')
      const { results } = (await answer.json()) as { results: { status: string }[] }
      expect(results.map(({ status }) => status)).toEqual(Array(20).fill('applied'))
    }
    const one = await sync(JSON.stringify({ protocol: 1, operations: [caseOperation()] }))
    expect(one.headers.get('content-encoding')).toBeNull()
  })

  it('is answered as data: its type not to be guessed, for no other site, and without a window’s rules', async () => {
    const { headers } = await sync(JSON.stringify({ protocol: 1, operations: [] }))
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toBeNull()
    expect([...headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)).toBeLessThan(
      600,
    )
  })

  it('is stopped where it unfolds to too much', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20))
    expect(bomb.length).toBeLessThan(100_000)
    expect(await codeOf(await sync(bomb, { 'content-encoding': 'gzip' }))).toEqual([413, 'bodyTooLarge'])
  })

  it('is refused where it is too large, broken, or no gzip', async () => {
    expect(await codeOf(await sync(`"${'x'.repeat(4 * 1024 * 1024)}"`))).toEqual([413, 'bodyTooLarge'])
    expect(await codeOf(await sync('{"protocol":1,'))).toEqual([400, 'brokenJson'])
    expect(await codeOf(await sync(''))).toEqual([400, 'brokenJson'])
    expect(await codeOf(await sync('no gzip', { 'content-encoding': 'gzip' }))).toEqual([400, 'badRequest'])
    expect(await codeOf(await sync('{}', { 'content-encoding': 'br' }))).toEqual([415, 'unsupportedMedia'])
    expect(await codeOf(await sync('a=b', { 'content-type': 'application/x-www-form-urlencoded' }))).toEqual([
      415,
      'unsupportedMedia',
    ])
  })

  it('holds no more operations than the protocol says', async () => {
    const operations = Array.from({ length: MAX_BATCH + 1 }, () => caseOperation())
    expect(await codeOf(await postJson(`${server.url}/api/v1/sync`, { protocol: 1, operations }))).toEqual([
      400,
      'invalid',
    ])
  })

  it('of a client too old is told so, whatever else it holds', async () => {
    const response = await postJson(`${server.url}/api/v1/sync`, { protocol: 0, whatever: true })
    expect(await codeOf(response)).toEqual([426, 'clientTooOld'])
  })

  it('of a newer client is taken as far as it is understood', async () => {
    const filed = caseOperation()
    const response = await postJson(`${server.url}/api/v1/sync`, {
      protocol: 2,
      operations: [filed],
      extra: 1,
    })
    expect(await response.json()).toMatchObject({ results: [{ status: 'applied' }] })
  })
})
