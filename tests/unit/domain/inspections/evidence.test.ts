import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readInspectionRecord } from '#contract/inspections'
import { canonicalJson } from '#domain/inspections/canonical'
import { base64url, utf8 } from '#domain/inspections/encoding'
import { verifyEvidence, type EvidenceInput } from '#domain/inspections/evidence'
import { INSPECTION_JWS_TYPE, openJws } from '#domain/inspections/jws'
import { completeRecord } from '#domain/inspections/record'
import type { InspectionRecord } from '#domain/inspections/types'
import {
  chain,
  device,
  evidence,
  minute,
  sha256,
  sign,
  unsealed,
  uuid,
  verifySignature,
  type Device,
  type Sealed,
} from './chain.ts'

let one: Device
let two: Device
let sealed: Sealed[]
let photo: { bytes: Uint8Array<ArrayBuffer>; sha256: string; data: string }

beforeAll(async () => {
  ;[one, two] = [await device(1), await device(2)]
  const bytes = Uint8Array.from({ length: 400 }, (_, at) => (at * 7) % 256)
  photo = { bytes, sha256: await sha256(bytes), data: Buffer.from(bytes).toString('base64') }
  const withPhoto = unsealed(2, {
    answers: { 'staffed.now': { kind: 'yesNo', value: 'no', photos: [photo.sha256] } },
    photos: [{ sha256: photo.sha256, bytes: bytes.length, question: 'staffed.now' }],
  })
  sealed = await chain(one, [unsealed(1), withPhoto, unsealed(3), unsealed(4)])
})

const minutes = (n: number) => n * 60_000
const verify = (file: EvidenceInput) =>
  verifyEvidence(file, { verifySignature, sha256, readRecord: readInspectionRecord })
const problems = async (file: EvidenceInput) =>
  (await verify(file)).findings.map((finding) => finding.problem)
const recordOf = ({ jws }: Sealed) => {
  const opened = openJws(jws)
  if ('invalid' in opened) throw new Error(opened.invalid)
  return opened.payload as InspectionRecord
}

describe('verifying evidence', () => {
  it('finds nothing wrong with what was sealed, two devices interleaved', async () => {
    const other = await chain(two, [unsealed(11), unsealed(12)])
    const records = [sealed[0]!, other[0]!, sealed[1]!, other[1]!, sealed[2]!, sealed[3]!]
    const report = await verify(
      evidence([one, two], records, { photos: [{ sha256: photo.sha256, data: photo.data }] }),
    )
    expect(report).toEqual({
      ok: true,
      records: 6,
      replies: 0,
      devices: [
        {
          id: one.id,
          records: 4,
          first: 1,
          last: 4,
          clock: { least: minutes(1), most: minutes(1), records: 4 },
        },
        {
          id: two.id,
          records: 2,
          first: 1,
          last: 2,
          clock: { least: minutes(1), most: minutes(1), records: 2 },
        },
      ],
      photos: { listed: 1, checked: 1 },
      receipts: 0,
      confirmed: [],
      findings: [],
      notes: [{ note: 'noReceipts' }],
    })
  })

  it('finds any single character changed in any record, and says in which', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+ '
    await fc.assert(
      fc.asyncProperty(
        fc.nat(3),
        fc.nat(),
        fc.constantFrom(...Array.from(alphabet)),
        async (at, place, sign) => {
          const jws = sealed[at]!.jws
          const where = place % jws.length
          fc.pre(jws[where] !== sign)
          const changed = jws.slice(0, where) + sign + jws.slice(where + 1)
          const records = sealed.with(at, { ...sealed[at]!, jws: changed })
          const report = await verify(evidence([one], records))
          expect(report.ok).toBe(false)
          expect(report.findings.some((finding) => finding.at === at)).toBe(true)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('finds the spare bits of a signature’s last character', async () => {
    const jws = sealed[3]!.jws
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = alphabet.indexOf(jws.at(-1)!)
    const changed = jws.slice(0, -1) + alphabet[last ^ 1]!
    expect(Buffer.from(changed, 'base64url')).toEqual(Buffer.from(jws, 'base64url'))
    expect(await problems(evidence([one], sealed.with(3, { ...sealed[3]!, jws: changed })))).toContain(
      'unreadable',
    )
  })

  it('finds any single byte changed in a photo, in its record', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(399), fc.integer({ min: 1, max: 255 }), async (place, by) => {
        const changed = photo.bytes.slice()
        changed[place]! ^= by
        const photos = [{ sha256: photo.sha256, data: Buffer.from(changed).toString('base64') }]
        const report = await verify(evidence([one], sealed, { photos }))
        expect(report.findings).toEqual([
          expect.objectContaining({
            problem: 'photoAltered',
            sequence: 2,
            question: 'staffed.now',
            device: one.id,
          }),
        ])
      }),
    )
  })

  it('finds a photo left out and one that belongs to nothing', async () => {
    const stranger = Uint8Array.of(1, 2, 3)
    const foreign = { sha256: await sha256(stranger), data: Buffer.from(stranger).toString('base64') }
    expect(await problems(evidence([one], sealed, { photos: [foreign] }))).toEqual([
      'photoForeign',
      'photoMissing',
    ])
  })

  it('finds every record left out, the last one too when the count is known', async () => {
    for (const at of [0, 1, 2]) {
      const report = await verify(evidence([one], sealed.toSpliced(at, 1)))
      expect(report.findings).toContainEqual(
        expect.objectContaining({ problem: 'missing', device: one.id, sequence: at + 1 }),
      )
    }
    const { id, publicKey } = one
    const counted = { devices: [{ id, publicKey, sealed: 4 }], records: sealed.slice(0, 3) }
    expect(await problems(counted)).toEqual(['missing'])
  })

  it('finds every reordering of a device’s records', async () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 })
    await fc.assert(
      fc.asyncProperty(order, async (places) => {
        const report = await verify(
          evidence(
            [one],
            places.map((place) => sealed[place]!),
          ),
        )
        expect(report.ok).toBe(places.join() === '0,1,2,3')
      }),
    )
  })

  it('finds a record that stands twice', async () => {
    expect(await problems(evidence([one], [...sealed, sealed[3]!]))).toEqual(['doubled'])
  })

  it('finds a fork: two records after the same one', async () => {
    const after = { sequence: 1, hash: await sha256(utf8(sealed[0]!.jws)) }
    const rival = completeRecord(unsealed(9, { startedAt: minute(20) }), after, minute(25), undefined)
    const records = [...sealed.slice(0, 2), { jws: await sign(rival, one), receivedAt: minute(30) }]
    const report = await verify(evidence([one], records))
    expect(report.findings).toEqual([
      expect.objectContaining({ problem: 'forked', at: 2, sequence: 2, record: uuid(9), device: one.id }),
    ])
  })

  it('finds a record signed anew by its own device in place of another', async () => {
    const honest = recordOf(sealed[1]!)
    const forged = {
      ...honest,
      answers: { 'staffed.now': { kind: 'yesNo' as const, value: 'yes' as const } },
      photos: [],
    }
    const records = sealed.with(1, { ...sealed[1]!, jws: await sign(forged, one) })
    const report = await verify(evidence([one], records))
    expect(report.findings).toEqual([
      expect.objectContaining({ problem: 'brokenLink', sequence: 3, device: one.id }),
    ])
  })

  it('finds a record signed by another’s key or by a device not listed', async () => {
    const theirs = await sign(recordOf(sealed[0]!), { ...one, keys: two.keys })
    expect(await problems(evidence([one], [{ ...sealed[0]!, jws: theirs }]))).toEqual(['badSignature'])
    expect(await problems(evidence([two], [sealed[0]!]))).toEqual(['unknownDevice'])
  })

  it('finds a first record that names one before it, and a later one that names none', async () => {
    const first = completeRecord(unsealed(1), { sequence: 0, hash: 'a'.repeat(64) }, minute(15), undefined)
    const loose = recordOf(sealed[1]!)
    delete loose.previous
    const records = [
      { jws: await sign(first, one), receivedAt: minute(18) },
      { jws: await sign(loose, one), receivedAt: minute(28) },
    ]
    expect(await problems(evidence([one], records))).toEqual(['brokenLink', 'brokenLink'])
  })

  describe('time', () => {
    const single = async (
      sealedAt: string,
      more: { server?: InspectionRecord['serverTime']; receivedAt?: string; startedAt?: string },
    ) => {
      const base = unsealed(1, { startedAt: more.startedAt ?? minute(0) })
      const jws = await sign(completeRecord(base, undefined, sealedAt, more.server), one)
      return problems(evidence([one], [{ jws, receivedAt: more.receivedAt ?? minute(59) }]))
    }
    it('lets an honest clock and a late delivery pass', async () => {
      expect(await single(minute(10), { server: { at: minute(0), elapsedMs: 9 * 60_000 } })).toEqual([])
    })
    it('finds a seal dated before a server time the device knew', async () => {
      expect(await single(minute(10), { server: { at: minute(12), elapsedMs: 10 * 60_000 } })).toEqual([
        'backDated',
      ])
    })
    it('finds a seal dated after its receipt', async () => {
      expect(await single(minute(50), { receivedAt: minute(20) })).toEqual(['clockAhead'])
    })
    it('finds a server time later than the receipt', async () => {
      const server = { at: minute(40), elapsedMs: 0 }
      expect(await single(minute(41), { server, receivedAt: minute(20) })).toEqual([
        'clockAhead',
        'impossibleTime',
      ])
    })
    it('finds an inspection that ends before it starts', async () => {
      expect(await single(minute(10), { startedAt: minute(30) })).toEqual(['impossibleTime'])
    })
    it('finds a record dated before the one it names', async () => {
      const after = { sequence: 4, hash: await sha256(utf8(sealed[3]!.jws)) }
      const early = completeRecord(unsealed(9, { startedAt: minute(0) }), after, minute(5), undefined)
      const records = [...sealed, { jws: await sign(early, one), receivedAt: minute(59) }]
      expect(await problems(evidence([one], records))).toEqual(['backDated'])
    })
  })

  it('estimates how the phone’s clock stood, tells it and corrects nothing', async () => {
    // The server's time known at minute 0, ten minutes passed; the phone's own clock says what it says.
    const server = { at: minute(0), elapsedMs: minutes(10) }
    const seal = async (sealedAt: string, n: number, head?: Parameters<typeof completeRecord>[1]) => {
      const base = unsealed(n, { startedAt: minute(0) })
      const jws = await sign(completeRecord(base, head, sealedAt, n === 3 ? undefined : server), one)
      return { jws, receivedAt: minute(59) }
    }
    const first = await seal(minute(13), 1)
    const second = await seal(minute(8), 2, { sequence: 1, hash: await sha256(utf8(first.jws)) })
    const third = await seal(minute(14), 3, { sequence: 2, hash: await sha256(utf8(second.jws)) })
    const records = [first, second, third]
    const report = await verify(evidence([one], records))
    expect(report.devices[0]?.clock).toEqual({ least: minutes(-2), most: minutes(3), records: 2 })
    expect(records.map((record) => recordOf(record).sealedAt)).toEqual([minute(13), minute(8), minute(14)])
    expect((await verify(evidence([one], [await seal(minute(14), 3)]))).devices[0]?.clock).toBeUndefined()
  })

  it('finds any one thing done to a chain of any length, and says at which record', async () => {
    const chains = new Map<number, Promise<Sealed[]>>()
    const chainOf = (length: number) => {
      const made =
        chains.get(length) ??
        chain(
          one,
          Array.from({ length }, (_, n) => unsealed(n + 1, { startedAt: minute(n * 6) })),
        )
      chains.set(length, made)
      return made
    }
    const deed = fc.constantFrom('drop', 'truncate', 'swap', 'double', 'field', 'received', 'rename')
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 7 }),
        fc.nat(),
        fc.nat(),
        deed,
        async (length, a, b, what) => {
          const whole = await chainOf(length)
          const { id, publicKey } = one
          const verified = (records: Sealed[], sealedCount = length) =>
            verify({ devices: [{ id, publicKey, sealed: sealedCount }], records })
          expect((await verified(whole)).ok).toBe(true)

          const at = a % length
          if (what === 'drop' || what === 'truncate') {
            const cut = what === 'drop' ? whole.toSpliced(at, 1) : whole.slice(0, at)
            const { findings } = await verified(cut)
            const gone = what === 'drop' ? [at + 1] : whole.slice(at).map((_, n) => at + n + 1)
            expect(findings.filter(({ problem }) => problem === 'missing').map((f) => f.sequence)).toEqual(
              gone,
            )
          } else if (what === 'swap') {
            const other = (at + 1 + (b % (length - 1))) % length
            const turned = whole.with(at, whole[other]!).with(other, whole[at]!)
            const { findings } = await verified(turned)
            expect(findings).toContainEqual(
              expect.objectContaining({ problem: 'reordered', at: Math.max(at, other) }),
            )
          } else if (what === 'double') {
            const { findings } = await verified([...whole, whole[at]!])
            expect(findings).toContainEqual(
              expect.objectContaining({ problem: 'doubled', at: length, sequence: at + 1 }),
            )
          } else if (what === 'field') {
            // One member of the sealed record, changed by somebody without the key.
            const [head, , signature] = whole[at]!.jws.split('.')
            const record = recordOf(whole[at]!) as unknown as Record<string, unknown>
            const members = Object.keys(record)
            const member = members[b % members.length]!
            const other =
              typeof record[member] === 'number' ? 999 : typeof record[member] === 'string' ? minute(1) : 0
            const changed = base64url(utf8(canonicalJson({ ...record, [member]: other })))
            fc.pre(`${head}.${changed}.${signature}` !== whole[at]!.jws)
            const { findings } = await verified(
              whole.with(at, { ...whole[at]!, jws: `${head}.${changed}.${signature}` }),
            )
            expect(findings).toContainEqual(expect.objectContaining({ problem: 'badSignature', at }))
          } else if (what === 'received') {
            const early = new Date(
              Date.parse(recordOf(whole[at]!).sealedAt) - minutes(6) - (b % 1e9),
            ).toISOString()
            const { findings } = await verified(whole.with(at, { ...whole[at]!, receivedAt: early }))
            expect(findings).toContainEqual(expect.objectContaining({ problem: 'clockAhead', at }))
          } else {
            // The same device's key under another name.
            const file = { devices: [{ id: uuid(0xeee), publicKey }], records: whole }
            expect((await verify(file)).findings.map((f) => [f.problem, f.at])).toEqual(
              whole.map((_, n) => ['unknownDevice', n]),
            )
          }
        },
      ),
      { numRuns: 250 },
    )
  })

  it('finds a payload that is not canonical, or not a record, though rightly signed', async () => {
    const signText = async (payload: string) => {
      const header = canonicalJson({ alg: 'ES256', kid: one.id, typ: INSPECTION_JWS_TYPE })
      const input = `${base64url(utf8(header))}.${base64url(utf8(payload))}`
      const signature = await crypto.subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        one.keys.privateKey,
        utf8(input),
      )
      return { jws: `${input}.${base64url(new Uint8Array(signature))}`, receivedAt: minute(59) }
    }
    const record = recordOf(sealed[0]!)
    expect(await problems(evidence([one], [await signText(JSON.stringify(record, undefined, 1))]))).toEqual([
      'notCanonical',
    ])
    expect(
      await problems(evidence([one], [await signText(canonicalJson({ ...record, colour: 'red' }))])),
    ).toEqual(['badPayload'])
    for (const strange of ['null', '[]', '{}', '"x"', canonicalJson({ ...record, photos: 3 })]) {
      const file = evidence([one], [await signText(strange)])
      expect(await problems(file)).toEqual(['badPayload'])
      expect((await verifyEvidence(file, { verifySignature, sha256 })).ok).toBe(false)
    }
  })

  it('never throws, whatever stands in the file', async () => {
    const part = fc.string({ unit: fc.constantFrom(...Array.from('eyJhbGciOiJFUzI1NiJ9._-=')) })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(part, fc.string())), async (words) => {
        const records = words.map((jws) => ({ jws, receivedAt: minute(0) }))
        expect((await verify(evidence([one], records))).findings).toHaveLength(records.length)
      }),
    )
  })
})
