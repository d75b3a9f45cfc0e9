/** Exports with the server's receipts and signature: what is done to one is found, and what cannot be is named here. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readInspectionRecord, readInspectionReply } from '#contract/inspections'
import { verifyEvidence, type Beside, type EvidenceInput } from '#domain/inspections/evidence'
import { EXPORT_JWS_TYPE, type ExportStatement } from '#domain/inspections/export-statement'
import { RECEIPT_JWS_TYPE } from '#domain/inspections/receipt'
import { REPLY_JWS_TYPE, type InspectionReply } from '#domain/inspections/reply'
import {
  chain,
  device,
  minute,
  sha256,
  unsealed,
  uuid,
  verifySignature,
  type Device,
  type Sealed,
} from './chain.ts'
import {
  receiptOf,
  receiptsFor,
  replyTo,
  said,
  sealedExport,
  signAs,
  signer,
  type Signer,
} from './exported.ts'

type Whole = Awaited<ReturnType<typeof sealedExport>> & { replies: Sealed[]; receipts: string[] }

let one: Device
let two: Device
let server: Signer
let records: Sealed[]
let replies: Sealed[]
let receipts: string[]
let whole: Whole

const ports = { verifySignature, sha256, readRecord: readInspectionRecord, readReply: readInspectionReply }
const verify = (file: EvidenceInput, beside?: Beside) => verifyEvidence(file, ports, beside)
const problems = async (file: EvidenceInput, beside?: Beside) => [
  ...new Set((await verify(file, beside)).findings.map(({ problem }) => problem)),
]
const devicesOf = (...devices: Device[]) =>
  devices.map(({ id, publicKey }, n) => ({ id, publicKey, sealed: n === 0 ? 3 : 2 }))
const seal = async (change: Partial<Whole> = {}, by = server): Promise<Whole> => {
  const { keys, ...file } = { devices: devicesOf(one, two), records, replies, receipts, ...change }
  return (await sealedExport(file, by, keys ? { keys: [...keys] } : {})) as Whole
}

beforeAll(async () => {
  ;[one, two, server] = [await device(1), await device(2), await signer()]
  records = [
    ...(await chain(
      one,
      [1, 2, 3].map((n) => unsealed(n, { startedAt: minute(n * 6) })),
    )),
    ...(await chain(
      two,
      [11, 12].map((n) => unsealed(n, { startedAt: minute(n) })),
    )),
  ]
  replies = [
    await replyTo(uuid(1), one, 1, 30),
    await replyTo(uuid(1), one, 2, 35),
    await replyTo(uuid(12), two, 3, 40),
  ]
  receipts = await receiptsFor(records, replies, server)
  whole = await seal()
})

describe('an export with receipts', () => {
  it('is all good as the server made it, and says by whom and when', async () => {
    const report = await verify(whole)
    expect(report).toMatchObject({
      ok: true,
      records: 5,
      replies: 3,
      receipts: 8,
      sealedBy: { key: server.listed.id, region: '000000', exportedAt: minute(59) },
      notes: [],
    })
    expect(receipts.map((jws) => receiptOf(jws).number)).toEqual([1, 2, 3, 4, 5, 1, 2, 3])
  })

  it('is found out after any one removal, change, doubling, reordering or cut of any of its parts', async () => {
    const part = fc.constantFrom('records', 'replies', 'receipts', 'devices', 'keys')
    const deed = fc.constantFrom('remove', 'change', 'double', 'swap', 'cut', 'empty', 'strip')
    await fc.assert(
      fc.asyncProperty(part, deed, fc.nat(), fc.nat(), async (name, what, a, b) => {
        const list: readonly unknown[] = whole[name]
        const at = a % list.length
        const other = (at + 1 + (b % Math.max(1, list.length - 1))) % list.length
        const altered = {
          remove: () => list.toSpliced(at, 1),
          change: () => list.with(at, changed(list[at], b)),
          double: () => [...list, list[at]],
          swap: () => list.with(at, list[other]).with(other, list[at]),
          cut: () => list.slice(0, at),
          empty: () => [],
          strip: () => undefined,
        }[what]()
        fc.pre(altered !== undefined || (name !== 'records' && name !== 'devices'))
        fc.pre(JSON.stringify(altered) !== JSON.stringify(list))
        const kept = Object.entries<unknown>({ ...whole, [name]: altered }).filter(
          ([, value]) => value !== undefined,
        )
        const file = Object.fromEntries(kept) as unknown as EvidenceInput
        const report = await verify(file)
        expect(report.ok).toBe(false)
      }),
      { numRuns: 250 },
    )
  })

  it('names the record, the reply and the receipt that are gone', async () => {
    const without = async (name: 'records' | 'replies' | 'receipts', at: number) =>
      (await verify({ ...whole, [name]: whole[name].toSpliced(at, 1) })).findings
    expect(await without('records', 2)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ problem: 'missing', device: one.id, sequence: 3 }),
        expect.objectContaining({ problem: 'notInFile', record: uuid(3), sequence: 3 }),
        expect.objectContaining({ problem: 'truncated', device: one.id }),
        expect.objectContaining({ problem: 'sealMismatch' }),
      ]),
    )
    expect(await without('replies', 1)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          problem: 'notInFile',
          detail: expect.stringContaining(uuid(0x502)) as string,
          device: one.id,
        }),
        expect.objectContaining({ problem: 'truncated', device: one.id }),
      ]),
    )
    expect(await without('receipts', 1)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ problem: 'receiptMissing', at: 1, record: uuid(2) }),
        expect.objectContaining({ problem: 'receiptMissing', device: one.id }),
      ]),
    )
  })

  it('whose end was cut off together with its receipts and counts is still shorter than was signed', async () => {
    const gone = new Set([2, 3, 4])
    const cut: EvidenceInput = {
      ...whole,
      devices: [{ ...whole.devices[0]!, sealed: 2 }, whole.devices[1]!],
      records: records.toSpliced(2, 1),
      replies: replies.slice(2),
      receipts: receipts.filter((_, at) => !gone.has(at)),
    }
    const found = (await verify(cut)).findings
    expect(found).toContainEqual(
      expect.objectContaining({
        problem: 'truncated',
        device: one.id,
        detail: expect.stringMatching(/signed for 3 records .*; the file holds 2/) as string,
      }),
    )
    expect(found.map(({ problem }) => problem)).not.toContain('missing')
  })

  it('whose time of receipt was changed is contradicted by the receipt', async () => {
    const later = { ...records[1]!, receivedAt: minute(50) }
    const { findings } = await verify({ ...whole, records: records.with(1, later) })
    expect(findings).toContainEqual(
      expect.objectContaining({
        problem: 'receiptMismatch',
        at: 1,
        detail: expect.stringContaining('receivedAt') as string,
      }),
    )
  })

  it('tells, without calling it wrong, of a record that came in long after it was sealed', async () => {
    const late = [
      { ...records[0]!, receivedAt: new Date(Date.parse(minute(12)) + 9 * 86_400_000).toISOString() },
    ]
    const file = await seal({
      devices: [{ id: one.id, publicKey: one.publicKey, sealed: 1 }],
      records: late,
      replies: [],
      receipts: await receiptsFor(late, [], server),
    })
    const report = await verify(file)
    expect(report.ok).toBe(true)
    expect(report.notes).toEqual([
      { note: 'late', at: 0, device: one.id, sequence: 1, record: uuid(1), ms: 9 * 86_400_000 + 60_000 },
    ])
  })

  it('of before the server gave receipts still verifies, and says what it lacks', async () => {
    const older = { devices: devicesOf(one, two), records }
    expect(await verify(older)).toMatchObject({ ok: true, receipts: 0, notes: [{ note: 'noReceipts' }] })
    expect(await problems(older, { trusted: [server.listed.id] })).toEqual(['sealMissing'])
  })

  it('explains records received before the server had a key, and misses receipts only after', async () => {
    const late = await signer(minute(16))
    const covered = records.filter(({ receivedAt }) => receivedAt >= minute(16))
    const given = await receiptsFor(covered, replies, late)
    const report = await verify(await seal({ receipts: given, keys: [late.listed] }, late))
    expect(records.length - covered.length).toBe(1)
    expect(report).toMatchObject({ ok: true, notes: [{ note: 'beforeReceipts', count: 1 }] })
    const bare = await seal({ receipts: given, keys: [server.listed, late.listed] }, late)
    expect(await problems(bare)).toEqual(['receiptMissing'])
  })
})

describe('the server’s own hand', () => {
  it('is looked for: no signature, another’s signature, a key that is not what its id says', async () => {
    const { devices, exportedAt, keys } = whole
    const unsigned = { devices, records, replies, receipts, keys, ...(exportedAt && { exportedAt }) }
    expect(await problems(unsigned)).toEqual(['sealMissing'])
    const stranger = await signer()
    const statement = said(whole.seal, EXPORT_JWS_TYPE) as ExportStatement
    const by = { ...server.listed, privateKey: stranger.privateKey }
    expect(await problems({ ...whole, seal: await signAs(statement, by, EXPORT_JWS_TYPE) })).toEqual([
      'sealBadSignature',
    ])
    const posing = [{ ...server.listed, publicKey: stranger.listed.publicKey }]
    expect(await problems({ ...whole, keys: posing })).toContain('keyForeign')
    // A receipt passes for no signature over the file, and the other way round.
    expect(await problems({ ...whole, seal: receipts[0]! })).toContain('sealBadSignature')
    expect(await problems({ ...whole, receipts: receipts.with(0, whole.seal) })).toContain(
      'receiptUnreadable',
    )
  })

  it('cannot be replaced by somebody else’s, where its published key or a receipt is at hand', async () => {
    const forger = await signer()
    const shorter = records.toSpliced(2, 1)
    const forged = await seal(
      {
        devices: [{ ...whole.devices[0]!, sealed: 2 }, whole.devices[1]!],
        records: shorter,
        receipts: await receiptsFor(shorter, replies, forger),
        keys: [forger.listed],
      },
      forger,
    )
    expect((await verify(forged)).ok, 'from the file alone nobody can know').toBe(true)
    expect(await problems(forged, { trusted: [server.listed.id] })).toEqual(
      expect.arrayContaining(['keyForeign', 'sealBadSignature', 'receiptBadSignature']),
    )
    expect(await problems(forged, { given: [receipts[2]!] })).toEqual(['receiptBadSignature'])
    expect(await problems(forged, { given: [receipts[2]!], keys: [server.listed] })).toEqual(['forked'])
    expect(await problems(whole, { trusted: [server.listed.id] })).toEqual([])
  })

  it('that leaves out the newest records is found out by the phone’s receipt', async () => {
    // By the server itself: of the first phone, it has never heard of the third record or of replies.
    const shorter = records.toSpliced(2, 1)
    const told = replies.slice(2)
    const silent = await seal({
      devices: [{ ...whole.devices[0]!, sealed: 2 }, whole.devices[1]!],
      records: shorter,
      replies: told,
      receipts: receipts.toSpliced(2, 3),
    })
    expect((await verify(silent)).ok, 'nothing in the file tells').toBe(true)
    expect(await verify(silent, { given: [receipts[2]!] })).toMatchObject({
      findings: [{ problem: 'notInFile', given: 0, record: uuid(3), sequence: 3, device: one.id }],
    })
    const { findings, confirmed } = await verify(silent, { given: receipts.slice(0, 5) })
    expect(findings.map(({ problem, given }) => [problem, given])).toEqual([
      ['notInFile', 2],
      ['notInFile', 3],
      ['notInFile', 4],
    ])
    expect(confirmed.map(({ id }) => id)).toEqual([uuid(1), uuid(2)])
  })

  it('that leaves out one in between gives other receipts after it: any later one shows the fork', async () => {
    const fewer = replies.toSpliced(0, 1)
    const { previous = '' } = receiptOf(receipts[3]!)
    const anew = await signAs(
      { ...receiptOf(receipts[4]!), number: 4, previous },
      { ...server.listed, privateKey: server.privateKey },
      RECEIPT_JWS_TYPE,
    )
    const rewritten = await seal({ replies: fewer, receipts: receipts.toSpliced(3, 2, anew) })
    expect((await verify(rewritten)).ok).toBe(true)
    expect(await problems(rewritten, { given: [receipts[4]!] })).toEqual(['receiptMissing'])
    expect(await problems(rewritten, { given: [receipts[3]!] })).toEqual(['forked'])
  })

  it('signs nothing with a key that it has retired', async () => {
    const old = await signer(minute(0), minute(20))
    const file = await seal({
      receipts: await receiptsFor(records, replies, old),
      keys: [server.listed, old.listed],
    })
    const found = (await verify(file)).findings.filter(({ problem }) => problem === 'receiptLate')
    const after = replies.length + records.filter(({ receivedAt }) => receivedAt > minute(25)).length
    expect(found).toHaveLength(after)
  })
})

describe('receipts held against an export', () => {
  it('are confirmed where their records are in it', async () => {
    const report = await verify(whole, { given: receipts })
    expect(report.ok).toBe(true)
    expect(report.confirmed.map(({ hash }) => hash)).toEqual(receipts.map((jws) => receiptOf(jws).hash))
  })

  it('tell of an export that was made before them', async () => {
    const [more] = (
      await chain(
        one,
        [1, 2, 3, 4].map((n) => unsealed(n, { startedAt: minute(n * 6) })),
      )
    ).slice(3)
    const newer = { jws: more!.jws, receivedAt: minute(70) }
    const [receipt = ''] = await receiptsFor([newer], [], server)
    const changed = { ...receiptOf(receipt), number: 9 }
    const given = await signAs(changed, { ...server.listed, privateKey: server.privateKey }, RECEIPT_JWS_TYPE)
    expect(await problems(whole, { given: [given] })).toEqual(['newerThanFile'])
  })

  it('are found out when altered in any one character', async () => {
    const jws = receipts[4]!
    const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'
    await fc.assert(
      fc.asyncProperty(fc.nat(jws.length - 1), fc.constantFrom(...Array.from(signs)), async (at, sign) => {
        fc.pre(jws[at] !== sign)
        const altered = jws.slice(0, at) + sign + jws.slice(at + 1)
        const [found] = await problems(whole, { given: [altered] })
        expect(['receiptUnreadable', 'receiptBadSignature']).toContain(found)
      }),
      { numRuns: 100 },
    )
  })

  it('work against an older export too, with the keys that the server published', async () => {
    const older = { devices: devicesOf(one, two), records, exportedAt: minute(59) }
    expect(await problems(older, { given: [receipts[0]!], keys: [server.listed] })).toEqual([])
    const cut = {
      ...older,
      devices: [{ ...older.devices[0]!, sealed: 2 }, older.devices[1]!],
      records: records.toSpliced(2, 1),
    }
    expect(await problems(cut, { given: [receipts[2]!], keys: [server.listed] })).toEqual(['notInFile'])
  })
})

describe('replies', () => {
  /** Replies as this file has them, without receipts, so that only their own checks speak. */
  const found = async (list: Sealed[]) =>
    (await verify({ devices: devicesOf(one, two), records, replies: list })).findings

  it('are found out when altered in any one character, at their place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2),
        fc.nat(),
        fc.constantFrom(...Array.from('AZaz09-_.')),
        async (at, a, sign) => {
          const { jws } = replies[at]!
          const place = a % jws.length
          fc.pre(jws[place] !== sign)
          const altered = { ...replies[at]!, jws: jws.slice(0, place) + sign + jws.slice(place + 1) }
          expect(await found(replies.with(at, altered))).toContainEqual(
            expect.objectContaining({ reply: at }),
          )
        },
      ),
      { numRuns: 100 },
    )
  })

  it('are about an inspection of the file, by a phone of the file', async () => {
    expect(await found([await replyTo(uuid(99), one, 9, 30)])).toMatchObject([
      { problem: 'replyForeign', reply: 0, record: uuid(99) },
    ])
    expect(await found([await replyTo(uuid(1), { ...one, id: uuid(0xabc) }, 9, 30)])).toMatchObject([
      { problem: 'unknownDevice', reply: 0 },
    ])
    expect(await found([await replyTo(uuid(1), { ...one, keys: two.keys }, 9, 30)])).toMatchObject([
      { problem: 'badSignature', reply: 0 },
    ])
    expect(await found([records[0]!]), 'a record is no reply').toMatchObject([{ problem: 'unreadable' }])
  })

  it('stand once each, in the order in which they came in', async () => {
    expect(await found([replies[1]!, replies[0]!])).toMatchObject([{ problem: 'reordered', reply: 1 }])
    expect(await found([replies[0]!, replies[0]!])).toMatchObject([{ problem: 'doubled', reply: 1 }])
    const rival = await replyTo(uuid(1), one, 1, 36, { text: '记错了。' })
    expect(await found([replies[0]!, rival])).toMatchObject([{ problem: 'forked', reply: 1 }])
  })

  it('are dated after the record on the same phone, and before they came in', async () => {
    expect(await found([await replyTo(uuid(3), one, 1, 12)])).toMatchObject([
      { problem: 'backDated' },
      { problem: 'impossibleTime' },
    ])
    const ahead = { ...(await replyTo(uuid(1), one, 1, 50)), receivedAt: minute(40) }
    expect(await found([ahead])).toMatchObject([{ problem: 'clockAhead' }])
  })

  it('are replies, and in canonical form', async () => {
    const by = { id: one.id, privateKey: one.keys.privateKey }
    const odd = { ...(said(replies[0]!.jws, REPLY_JWS_TYPE) as InspectionReply), colour: 'red' }
    const jws = await signAs(odd, by, REPLY_JWS_TYPE)
    expect(await found([{ jws, receivedAt: minute(32) }])).toMatchObject([{ problem: 'badPayload' }])
  })
})

it('never throws, whatever stands in the file', async () => {
  const sign = fc.constantFrom(...Array.from('eyJhbGciOiJFUzI1NiJ9._-='), '\ud800')
  const text = fc.oneof(fc.string({ unit: sign }), fc.string())
  await fc.assert(
    fc.asyncProperty(fc.array(text), fc.array(text), text, async (a, b, c) => {
      const list = a.map((jws) => ({ jws, receivedAt: minute(0) }))
      const file = { ...whole, records: list, replies: list, receipts: b, seal: c }
      expect((await verify(file, { given: b })).ok).toBe(false)
    }),
  )
})

/** One thing of a list altered, whatever it is. */
function changed(thing: unknown, by: number): unknown {
  if (typeof thing === 'string') {
    const at = by % thing.length
    return thing.slice(0, at) + (thing[at] === 'A' ? 'B' : 'A') + thing.slice(at + 1)
  }
  const entries = Object.entries(thing as object)
  const [name, value] = entries[by % entries.length] as [string, unknown]
  const other =
    typeof value === 'number'
      ? value + 1
      : name.endsWith('At')
        ? minute(1 + (by % 50))
        : typeof value === 'string'
          ? changed(value, by)
          : { ...(value as object), x: 'A'.repeat(43) }
  return { ...(thing as object), [name]: other }
}
