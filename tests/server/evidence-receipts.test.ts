/** 收件回执: what the server signs when it takes something in, once each, and the export that holds them all. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EvidenceFile, EvidenceKeys } from '#contract/inspections'
import { OwnReceipts } from '#contract/supervisors'
import { verifyEvidence, type Beside } from '#domain/inspections/evidence'
import { openJws } from '#domain/inspections/jws'
import { type EvidenceReceipt, RECEIPT_JWS_TYPE } from '#domain/inspections/receipt'
import * as v from 'valibot'
import { ensureSigningKey, rotateSigningKey } from '../../src/server/modules/evidence/keys.ts'
import { EVIDENCE_PORTS } from '../../src/server/modules/inspections/evidence-ports.ts'
import { exportEvidence } from '../../src/server/modules/inspections/evidence.ts'
import { takeOfficeStep } from '../../src/server/modules/inspections/office-steps.ts'
import { appointSupervisor } from '../../src/server/modules/supervisors/appointments.ts'
import {
  caseOperation,
  operation,
  Phone,
  photo,
  postJson,
  publishRegion,
  REGION,
  send,
  sha256,
} from '../support/filing.ts'
import { freshDatabase, testContext, testServer, type TestServer } from '../support/server.ts'

const QUESTION = '哪个窗口？'
const LIMITS = { config: { limits: { everything: 1_000_000, secrets: 1_000_000 } } }

let server: TestServer
beforeAll(async () => {
  server = await testServer(LIMITS)
  await publishRegion(server.context)
})
afterAll(() => server.close())

async function enrolled(on = server): Promise<Phone> {
  const { code } = await appointSupervisor(on.context, { region: REGION, name: '监督员' })
  const phone = new Phone()
  expect((await postJson(`${on.url}/api/v1/supervisor/enrol`, phone.enrolment(code))).status).toBe(200)
  return phone
}
async function receiptsOf(phone: Phone, after = 0, on = server): Promise<string[]> {
  const address = `${on.url}/api/v1/supervisor/receipts?after=${after}`
  const response = await fetch(address, { headers: phone.headers() })
  expect(response.status).toBe(200)
  return v.parse(OwnReceipts, await response.json()).receipts
}
const publishedKeys = async (on = server) =>
  v.parse(EvidenceKeys, await (await fetch(`${on.url}/api/v1/evidence-keys`)).json()).keys
const said = (jws: string): EvidenceReceipt => {
  const opened = openJws(jws, RECEIPT_JWS_TYPE)
  if ('invalid' in opened) throw new Error(opened.invalid)
  return opened.payload as EvidenceReceipt
}
const jwsOf = ({ payload }: { payload: object }) => (payload as { jws: string }).jws
const ask = (id: string, on = server) =>
  takeOfficeStep(on.context, on.context.db, id, { type: 'ask', question: QUESTION }, { now: new Date() })
const verify = (file: EvidenceFile, beside?: Beside) => verifyEvidence(file, EVIDENCE_PORTS, beside)

/** A server of its own, with one phone: what it exports holds nothing else. */
async function alone<T>(work: (on: TestServer, phone: Phone) => Promise<T>): Promise<T> {
  const own = await testServer(LIMITS)
  try {
    await publishRegion(own.context)
    return await work(own, await enrolled(own))
  } finally {
    await own.close()
  }
}

describe('a receipt', () => {
  it('is signed for what is taken in, and its phone is given it', async () => {
    const phone = await enrolled()
    const [first, second] = [phone.inspection(), phone.inspection()]
    const results = await send(server.url, first, second)
    await ask(first.id)
    const reply = phone.reply(first.id, QUESTION, '1号窗口。')
    const [replied] = await send(server.url, reply)
    const receipts = await receiptsOf(phone)
    const receivedAt = results.map((result) => ('receivedAt' in result ? result.receivedAt : ''))
    expect(receipts.map(said)).toEqual([
      {
        of: 'inspection',
        id: first.id,
        device: phone.device,
        sequence: 1,
        hash: sha256(jwsOf(first)),
        receivedAt: receivedAt[0],
        number: 1,
      },
      {
        of: 'inspection',
        id: second.id,
        device: phone.device,
        sequence: 2,
        hash: sha256(jwsOf(second)),
        receivedAt: receivedAt[1],
        number: 2,
        previous: sha256(receipts[0]!),
      },
      {
        of: 'reply',
        id: reply.id,
        device: phone.device,
        inspection: first.id,
        hash: sha256(jwsOf(reply)),
        receivedAt: 'receivedAt' in replied! ? replied.receivedAt : '',
        number: 3,
        previous: sha256(receipts[1]!),
      },
    ])
    const { findings } = await verify(await exportEvidence(server.context, REGION, { photos: false }), {
      given: receipts,
      trusted: (await publishedKeys()).map(({ id }) => id),
    })
    expect(findings).toEqual([])
    expect(await receiptsOf(phone, 2)).toEqual([receipts[2]])
    expect(await receiptsOf(phone, 3)).toEqual([])
  })

  it('is one, of twenty times the same at one moment, and stays the same', async () => {
    const phone = await enrolled()
    const sealed = phone.inspection()
    const results = (await Promise.all(Array.from({ length: 20 }, () => send(server.url, sealed)))).flat()
    expect(results.filter(({ status }) => status === 'applied')).toHaveLength(1)
    expect(results.filter(({ status }) => status === 'duplicate')).toHaveLength(19)
    const receipts = await receiptsOf(phone)
    expect(receipts.map((jws) => said(jws).id)).toEqual([sealed.id])
    await send(server.url, sealed)
    expect(await receiptsOf(phone)).toEqual(receipts)
  })

  it('has its number from one chain, however many batches of a phone arrive at once', async () => {
    const phone = await enrolled()
    const sealed = Array.from({ length: 24 }, () => phone.inspection())
    const batches = Array.from({ length: 8 }, (_, n) => sealed.slice(n * 3, n * 3 + 3))
    await Promise.all([...batches, ...batches.toReversed()].map((batch) => send(server.url, ...batch)))
    const receipts = await receiptsOf(phone)
    expect(receipts.map((jws) => said(jws).number)).toEqual(sealed.map((_, n) => n + 1))
    expect(receipts.slice(1).map((jws) => said(jws).previous)).toEqual(
      receipts.slice(0, -1).map((jws) => sha256(jws)),
    )
    expect(new Set(receipts.map((jws) => said(jws).id))).toEqual(new Set(sealed.map(({ id }) => id)))
  })

  it('is not given for what is refused, nor does a refusal among others leave a gap', async () => {
    const phone = await enrolled()
    const [good, other] = [phone.inspection(), phone.inspection()]
    const unsent = phone.inspection({}, [await photo()])
    const wrong = phone.inspection({ checklist: { id: 'unknown', version: 1 } })
    const stray = phone.reply(good.id, QUESTION, '没有人问。')
    const results = await send(server.url, good, unsent, caseOperation(), wrong, stray, other)
    expect(results.map(({ status }) => status)).toEqual([
      'applied',
      'refused',
      'applied',
      'refused',
      'refused',
      'applied',
    ])
    expect((await receiptsOf(phone)).map((jws) => [said(jws).number, said(jws).id])).toEqual([
      [1, good.id],
      [2, other.id],
    ])
  })

  it('is for its own phone only', async () => {
    const [phone, other] = [await enrolled(), await enrolled()]
    await send(server.url, phone.inspection())
    expect(await receiptsOf(phone)).toHaveLength(1)
    expect(await receiptsOf(other)).toEqual([])
    const address = `${server.url}/api/v1/supervisor/receipts`
    expect((await fetch(`${address}?after=0`)).status).toBe(401)
    for (const query of ['', '?after=-1', '?after=x', '?after=1&after=2'])
      expect((await fetch(`${address}${query}`, { headers: phone.headers() })).status).toBe(400)
  })

  it('cannot be changed or taken back in the database', async () => {
    const { db } = server.context
    await expect(sql`delete from evidence_receipts`.execute(db)).rejects.toThrow()
    await expect(sql`update evidence_receipts set number = number + 1`.execute(db)).rejects.toThrow()
  })
})

describe('the key', () => {
  it('is one, however many processes start at once, and only its public half is told', async () => {
    const { url, drop } = await freshDatabase()
    const contexts = await Promise.all(Array.from({ length: 4 }, () => testContext({ databaseUrl: url })))
    try {
      const now = new Date()
      await Promise.all(
        contexts.flatMap(({ context: { db } }) => [1, 2].map(() => ensureSigningKey(db, now))),
      )
      const { db } = contexts[0]!.context
      const keys = await db.selectFrom('signing_keys').selectAll().execute()
      expect(keys).toHaveLength(1)
      const { name, value } = await db
        .selectFrom('secrets')
        .selectAll()
        .where('name', 'like', 'evidence %')
        .executeTakeFirstOrThrow()
      expect(name).toBe(`evidence ${keys[0]!.id}`)
      const published = JSON.stringify(await publishedKeys())
      expect(published).not.toContain(value.toString('base64'))
      expect(published).not.toMatch(/"d"/)
    } finally {
      for (const { close } of contexts) await close()
      await drop()
    }
  })

  it('can be changed: the chain goes on, both keys are published, the old private half is gone', () =>
    alone(async (on, phone) => {
      const { db } = on.context
      await send(on.url, phone.inspection())
      const [old] = await publishedKeys(on)
      const sending = Array.from({ length: 10 }, () => phone.inspection()).map((one) => send(on.url, one))
      const id = await rotateSigningKey(db, () => new Date())
      const results = (await Promise.all(sending)).flat()
      expect(results.map(({ status }) => status)).toEqual(results.map(() => 'applied'))
      await send(on.url, phone.inspection())
      const keys = await publishedKeys(on)
      expect(keys.map((key) => [key.id, key.retiredAt === undefined])).toEqual([
        [id, true],
        [old!.id, false],
      ])
      const secrets = await db
        .selectFrom('secrets')
        .select('name')
        .where('name', 'like', 'evidence %')
        .execute()
      expect(secrets).toEqual([{ name: `evidence ${id}` }])
      const file = await exportEvidence(on.context, REGION, { photos: false })
      expect(
        new Set(file.receipts?.map((jws) => (openJws(jws, RECEIPT_JWS_TYPE) as { signer: string }).signer)),
      ).toEqual(new Set([old!.id, id]))
      const report = await verify(file, { given: await receiptsOf(phone, 0, on) })
      expect(report).toMatchObject({ ok: true, receipts: 12, sealedBy: { key: id }, notes: [] })
    }))
})

describe('the export', () => {
  it('holds replies and receipts, and is signed as it stands, also while records come in', () =>
    alone(async (on, phone) => {
      const first = phone.inspection()
      await send(on.url, first)
      await ask(first.id, on)
      await send(on.url, phone.reply(first.id, QUESTION, '1号窗口。'))
      const exporting: Promise<EvidenceFile>[] = []
      const sending: Promise<unknown>[] = []
      for (let n = 0; n < 12; n++) {
        sending.push(send(on.url, phone.inspection()))
        exporting.push(exportEvidence(on.context, REGION, { photos: false }))
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      await Promise.all(sending)
      const files = [
        ...(await Promise.all(exporting)),
        await exportEvidence(on.context, REGION, { photos: false }),
      ]
      for (const file of files) {
        const { findings } = await verify(file)
        // Of records that overtook each other on the way, one may be missing: that is how the server stood.
        expect(findings.filter(({ problem }) => problem !== 'missing')).toEqual([])
        expect(file.receipts).toHaveLength(file.records.length + 1)
      }
      const whole = await verify(files.at(-1)!)
      expect(whole).toMatchObject({ ok: true, records: 13, replies: 1, receipts: 14 })
      expect(whole.sealedBy).toMatchObject({ region: REGION, exportedAt: files.at(-1)!.exportedAt })
    }))

  it('of a phone that only replied lists it too', () =>
    alone(async (on, phone) => {
      const { supervisor } = await on.context.db
        .selectFrom('devices')
        .select('supervisor')
        .where('id', '=', phone.device)
        .executeTakeFirstOrThrow()
      const sealed = phone.inspection()
      await send(on.url, sealed)
      await ask(sealed.id, on)
      const second = new Phone()
      await on.context.db
        .insertInto('devices')
        .values({
          id: second.device,
          supervisor,
          public_key: JSON.stringify(second.publicKey),
          enrolled_at: new Date(),
        })
        .execute()
      await send(on.url, second.reply(sealed.id, QUESTION, '换了手机。'))
      const report = await verify(await exportEvidence(on.context, REGION, { photos: false }))
      expect(report).toMatchObject({ ok: true, records: 1, replies: 1, receipts: 2 })
      expect(report.devices.map(({ id, records }) => [id, records]).sort()).toEqual(
        [
          [phone.device, 1],
          [second.device, 0],
        ].sort(),
      )
    }))

  it('of a database that took records in before there were receipts says so', () =>
    alone(async (on, phone) => {
      const { db } = on.context
      await send(on.url, phone.inspection(), phone.inspection())
      // As the migration finds it: records, and neither key nor receipt.
      await sql`truncate evidence_receipts, signing_keys`.execute(db)
      await db.deleteFrom('secrets').where('name', 'like', 'evidence %').execute()
      await ensureSigningKey(db, new Date())
      await send(on.url, phone.inspection())
      const file = await exportEvidence(on.context, REGION, { photos: false })
      expect(file.receipts?.map((jws) => [said(jws).sequence, said(jws).number])).toEqual([[3, 1]])
      expect(await verify(file)).toMatchObject({
        ok: true,
        records: 3,
        receipts: 1,
        notes: [{ note: 'beforeReceipts', count: 2 }],
      })
      const bare = { ...file, receipts: [] }
      expect((await verify(bare)).findings.map(({ problem }) => problem)).toEqual(
        expect.arrayContaining(['receiptMissing', 'sealMismatch', 'truncated']),
      )
    }))
})

it('leaves what citizens file as it was', async () => {
  const before = await server.context.db.selectFrom('evidence_receipts').select('record').execute()
  const filed = caseOperation()
  expect((await send(server.url, filed))[0]).toMatchObject({ status: 'applied' })
  expect((await send(server.url, operation('case.submit', filed.payload)))[0]).toMatchObject({
    status: 'duplicate',
  })
  const after = await server.context.db.selectFrom('evidence_receipts').select('record').execute()
  expect(after).toHaveLength(before.length)
})
