import { afterEach, describe, expect, it, vi } from 'vitest'
import { readInspectionRecord } from '#contract/inspections'
import { verifyEvidence } from '#domain/inspections/evidence'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { unsealedRecord } from '#domain/inspections/record'
import type { Answers } from '#domain/inspections/types'
import { uuidv7 } from '#domain/receipts/id'
import { createChanges } from '#platform/changes'
import { sha256Hex } from '#platform/digest'
import { createOutboxStore } from '#platform/outbox-store'
import { IDLE_MS } from '#platform/supervisor/desk-work'
import { ServiceError, type FiledRecord, type SupervisorDesk } from '#sync/services'
import { verifySignature } from '../../domain/inspections/chain.ts'
import { CODE, dump, inspection, office, phone, PIN, VISIT, type Phone } from './phone.ts'

const MINUTE = 60_000
const id = (n: number) => uuidv7(Date.parse('2026-11-23T06:30:00Z') + n, new Uint8Array(16).fill(n))
const note = '窗口人员说今天不办，明天再来'
const answers = (words = note): Answers => ({
  'staffed.now': { kind: 'yesNo', value: 'no', note: words },
  'staffed.sign': { kind: 'yesNo', value: 'no' },
})
const photoFile = (text: string) => new Blob([text.repeat(20)], { type: 'image/jpeg' })

async function enrolled(now?: number) {
  const server = office()
  const mine = phone(server.transport, now)
  const profile = await mine.desk.enrol(` ${CODE} `, PIN)
  return { server, mine, profile }
}
const refusal = async (work: Promise<unknown>): Promise<ServiceError> => {
  try {
    await work
  } catch (reason) {
    if (reason instanceof ServiceError) return reason
    throw reason
  }
  throw new Error('was not refused')
}
async function sealOne(desk: SupervisorDesk, n: number, given = answers()): Promise<FiledRecord> {
  const draft = inspection(id(n), given)
  return desk.seal(unsealedRecord(draft, HALL_CHECKLIST, { unavailable: 'denied' }), '示例大厅', draft.id)
}
const putDraft = (desk: SupervisorDesk, n: number, given = answers(), photos: string[] = []) =>
  desk.drafts.put({
    id: id(n),
    kind: 'inspection',
    createdAt: '2026-11-23T06:30:00.000Z',
    updatedAt: '2026-11-23T06:31:00.000Z',
    data: inspection(id(n), given),
    photos,
  })

describe('enrolling', () => {
  it('makes a key that never leaves the phone and proves it to the server', async () => {
    const { mine, profile, server } = await enrolled()
    expect(profile).toMatchObject({ name: '监督员 07', region: '000000' })
    expect(mine.desk.unlocked()).toBe(true)
    const db = await mine.database.open()
    const keys = await db.get('keys', profile.device)
    expect(keys?.privateKey.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('jwk', keys!.privateKey)).rejects.toThrow()
    expect(server.devices.get(profile.device)?.publicKey).toEqual(keys?.publicKey)
    expect(await mine.tab().profile()).toEqual(profile)
  })

  it('stores nothing when the server refuses the code', async () => {
    const mine = phone(office().transport)
    expect((await refusal(mine.desk.enrol('XXXX-XXXX', PIN))).code).toBe('unknownEnrolment')
    expect(await mine.desk.profile()).toBeUndefined()
    expect(mine.desk.unlocked()).toBe(false)
  })

  it('is the same enrolment again when the first answer was lost', async () => {
    const server = office()
    const mine = phone(server.transport)
    server.state.loseNextAnswer = true
    expect((await refusal(mine.desk.enrol(CODE, PIN))).code).toBe('network')
    const profile = await mine.tab().enrol(CODE, PIN)
    expect([...server.devices.keys()]).toEqual([profile.device])
  })

  it('works on a phone whose clock stands wrong by days', async () => {
    const { mine } = await enrolled(Date.parse('2026-11-20T01:00:00Z'))
    expect(await mine.desk.refreshVisits()).toEqual([VISIT])
  })
})

describe('the PIN', () => {
  it('opens with the right one only, after a restart too', async () => {
    const { mine } = await enrolled()
    const tab = mine.tab()
    expect(tab.unlocked()).toBe(false)
    expect(await tab.unlock('000000')).toBe(false)
    expect(tab.unlocked()).toBe(false)
    expect(await tab.unlock(PIN)).toBe(true)
    expect(tab.unlocked()).toBe(true)
  })

  it('makes five wrong ones cost a wait that grows and outlives a reload', async () => {
    const { mine } = await enrolled()
    for (let n = 0; n < 5; n++) expect(await mine.tab().unlock('111111')).toBe(false)
    const first = await refusal(mine.tab().unlock(PIN))
    expect([first.code, first.details]).toEqual(['locked', { waitMs: 30_000 }])
    mine.pass(30_000)
    expect(await mine.tab().unlock('111111')).toBe(false)
    expect(await mine.tab().waitMs()).toBe(60_000)
    mine.pass(60_000)
    const tab = mine.tab()
    expect(await tab.unlock(PIN)).toBe(true)
    expect(await tab.waitMs()).toBe(0)
  })

  it('makes nobody wait for years when the clock was put back, and for no less than the hour', async () => {
    const { mine } = await enrolled()
    const YEAR = 365 * 86_400_000
    mine.pass(5 * YEAR)
    for (let n = 0; n < 5; n++) expect(await mine.tab().unlock('111111')).toBe(false)
    mine.clock.now -= 5 * YEAR
    expect(await mine.tab().waitMs()).toBe(60 * 60_000)
    mine.pass(30 * 60_000)
    expect(await mine.tab().waitMs()).toBe(30 * 60_000)
    expect((await refusal(mine.tab().unlock(PIN))).code).toBe('locked')
    mine.pass(30 * 60_000)
    expect(await mine.tab().unlock(PIN)).toBe(true)
  })

  it('counts tries made at the same moment one by one', async () => {
    const { mine } = await enrolled()
    const tab = mine.tab()
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => tab.unlock('111111')))
    expect(tries.filter((one) => one.status === 'rejected')).toHaveLength(3)
  })

  it('locks by itself when nobody touches the phone, and tells', async () => {
    const { mine } = await enrolled()
    let told = 0
    mine.desk.onLock(() => told++)
    mine.pass(IDLE_MS - 1)
    expect(mine.desk.unlocked()).toBe(true)
    mine.desk.touch()
    mine.pass(IDLE_MS - 1)
    expect(mine.desk.unlocked()).toBe(true)
    mine.pass(1)
    expect(mine.desk.unlocked()).toBe(false)
    expect(told).toBe(1)
  })
})

describe('a clock that jumps while the desk is open', () => {
  afterEach(() => vi.useRealTimers())

  it.each([-10, 10])('locks it all the same (%i years), and is not asked without end', async (years) => {
    const { mine } = await enrolled()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await mine.desk.unlock(PIN)
    let told = 0
    mine.desk.onLock(() => told++)
    mine.clock.now += years * 365 * 86_400_000
    let looks = 0
    for (; looks < 10 && vi.getTimerCount() > 0; looks++) {
      mine.pass(IDLE_MS)
      vi.advanceTimersByTime(IDLE_MS)
    }
    expect(looks).toBeLessThanOrEqual(2)
    expect(told).toBe(1)
    expect(mine.desk.unlocked()).toBe(false)
  })
})

describe('what is not sealed yet', () => {
  const readable = async (mine: Phone) => {
    const all = await dump(mine.database)
    return [note, 'staffed.now', '示例大厅', 'picture of the empty counter'].filter((words) =>
      all.includes(words),
    )
  }

  it('lies on the phone only encrypted, photos too, and comes back with the PIN', async () => {
    const { mine } = await enrolled()
    const photo = await mine.desk.photos.add(photoFile('picture of the empty counter'))
    const given = answers()
    given['staffed.now']!.photos = [photo.sha256]
    await putDraft(mine.desk, 1, given, [photo.sha256])
    expect(await readable(mine)).toEqual([])
    mine.desk.lock()
    expect((await refusal(mine.desk.drafts.get(id(1)))).code).toBe('locked')
    expect((await refusal(mine.desk.photos.url(photo.sha256))).code).toBe('locked')
    expect((await refusal(putDraft(mine.desk, 1))).code).toBe('locked')
    const tab = mine.tab()
    expect(await tab.unlock(PIN)).toBe(true)
    const [draft] = await tab.drafts.list('inspection')
    expect(draft).toMatchObject({ id: id(1), photos: [photo.sha256], data: { answers: given } })
    const url = await tab.photos.url(photo.sha256)
    expect(await (await fetch(url!)).text()).toContain('picture of the empty counter')
  })

  it('would be found by the search that finds nothing: a citizen’s draft is', async () => {
    const { mine } = await enrolled()
    const at = '2026-11-23T06:30:00.000Z'
    const draft = { id: id(9), kind: 'case' as const, createdAt: at, updatedAt: at, data: note, photos: [] }
    await mine.database.write(['drafts'], 'strict', (tx) => tx.objectStore('drafts').put(draft))
    expect(await readable(mine)).toEqual([note])
  })

  it('keeps a draft’s photos through the clearing of what nothing refers to', async () => {
    const { mine } = await enrolled()
    const photo = await mine.desk.photos.add(photoFile('kept'))
    await putDraft(mine.desk, 1, answers(), [photo.sha256])
    mine.pass(3 * MINUTE)
    await putDraft(mine.desk, 2)
    mine.clock.now += 48 * 3600_000
    await mine.desk.unlock(PIN)
    await mine.desk.drafts.discard(id(2))
    expect(await mine.desk.photos.url(photo.sha256)).toBeDefined()
  })

  it('is not written over by a window that has not seen it, nor after it was sealed', async () => {
    const { mine } = await enrolled()
    await putDraft(mine.desk, 1)
    const tab = mine.tab()
    await tab.unlock(PIN)
    expect((await refusal(putDraft(tab, 1, answers('of another window')))).code).toBe('conflict')
    const stored = (await tab.drafts.get(id(1)))!
    expect(stored.data).toMatchObject({ answers: answers() })
    await tab.drafts.put({ ...stored, updatedAt: '2026-11-23T06:32:00.000Z' }, stored.updatedAt)
    expect((await refusal(mine.desk.drafts.put(stored, stored.updatedAt))).code).toBe('conflict')
    await sealOne(tab, 1)
    const late = mine.desk.drafts.put(stored, '2026-11-23T06:32:00.000Z')
    expect((await refusal(late)).code).toBe('conflict')
    expect(await tab.drafts.list('inspection')).toEqual([])
  })

  it('cannot be put in another draft’s place', async () => {
    const { mine } = await enrolled()
    await putDraft(mine.desk, 1)
    await putDraft(mine.desk, 2)
    const db = await mine.database.open()
    const [one, two] = [await db.get('drafts', id(1)), await db.get('drafts', id(2))]
    await db.put('drafts', { ...two!, data: one!.data })
    expect(await mine.desk.drafts.get(id(2))).toBeUndefined()
    expect(await mine.desk.drafts.get(id(1))).toBeDefined()
  })

  it('goes when the phone is enrolled anew, and what was sealed stays to be sent', async () => {
    const { mine, server } = await enrolled()
    await putDraft(mine.desk, 1)
    await sealOne(mine.desk, 2)
    server.state.used = ''
    await mine.desk.enrol(CODE, '135790')
    expect(await mine.desk.drafts.list('inspection')).toEqual([])
    const db = await mine.database.open()
    expect((await db.getAll('outbox')).map((entry) => entry.id)).toEqual([id(2)])
    expect((await sealOne(mine.desk, 3)).inspection?.sequence).toBe(1)
  })
})

describe('sealing', () => {
  const evidenceOf = async (mine: Phone, server: ReturnType<typeof office>, records: FiledRecord[]) =>
    verifyEvidence(
      {
        devices: [...server.devices.values()].map(({ device, publicKey }) => ({
          id: device,
          publicKey: publicKey as never,
        })),
        records: records.map(({ payload }) => ({
          jws: 'jws' in payload ? payload.jws : '',
          receivedAt: new Date(mine.clock.now + MINUTE).toISOString(),
        })),
      },
      { verifySignature, sha256: sha256Hex, readRecord: readInspectionRecord },
    )

  it('makes a chain of records that verifies, and leaves only the signed form to be sent', async () => {
    const { mine, server, profile } = await enrolled()
    await putDraft(mine.desk, 1)
    const records = [await sealOne(mine.desk, 1), await sealOne(mine.desk, 2), await sealOne(mine.desk, 3)]
    expect(records.map((record) => record.inspection?.sequence)).toEqual([1, 2, 3])
    expect((await evidenceOf(mine, server, records)).findings).toEqual([])
    expect(await mine.desk.drafts.get(id(1))).toBeUndefined()
    const db = await mine.database.open()
    const [entry] = await db.getAll('outbox')
    expect(entry).toMatchObject({ type: 'inspection.submit', state: 'queued', attachments: [] })
    const [sent] = await createOutboxStore(mine.database, createChanges('sent')).entries()
    expect(Object.keys(sent!.payload).sort()).toEqual(['device', 'id', 'jws', 'photos'])
    expect(sent!.payload).toMatchObject({ device: profile.device })
    expect(records[0]!.number).toMatch(/^AF-20261123-/)
  })

  it('shows nothing of the record, its place or its photos in what is stored, and reads it back', async () => {
    const { mine } = await enrolled()
    const photo = await mine.desk.photos.add(photoFile('picture of the empty counter'))
    const given = answers()
    given['staffed.now']!.photos = [photo.sha256]
    const draft = inspection(id(1), given, { photoBytes: { [photo.sha256]: photo.bytes } })
    const location = { latitude: 30.45123, longitude: 106.63456, accuracy: 5, at: '2026-11-23T06:29:00.000Z' }
    await mine.desk.seal(unsealedRecord(draft, HALL_CHECKLIST, location), '示例大厅', draft.id)
    const all = await dump(mine.database)
    // As it is, and as the signed form would carry it: in base64, at each of the three places a word can begin.
    const base64 = (words: string) =>
      [0, 1, 2].map((shift) =>
        Buffer.from(`${' '.repeat(shift)}${words}`)
          .toString('base64url')
          .slice(4, -4),
      )
    const secrets = [note, '示例大厅', 'staffed.now', 'picture of the empty counter', '30.45123', '106.63456']
    expect(
      secrets.flatMap((words) => [words, ...base64(words)]).filter((text) => all.includes(text)),
    ).toEqual([])
    mine.desk.lock()
    expect(await mine.filing.get(id(1))).toMatchObject({
      title: '示例大厅',
      inspection: { answers: given, location },
    })
    expect(await mine.filing.list()).toMatchObject([{ title: '示例大厅', inspection: { answers: given } }])
  })

  it('puts the photos where the service worker finds them without a PIN, under their own hash', async () => {
    const { mine } = await enrolled()
    const photo = await mine.desk.photos.add(photoFile('evidence'))
    const given = answers()
    given['staffed.now']!.photos = [photo.sha256]
    const draft = inspection(id(1), given, { photoBytes: { [photo.sha256]: photo.bytes } })
    await putDraft(mine.desk, 1, given, [photo.sha256])
    const record = await mine.desk.seal(
      unsealedRecord(draft, HALL_CHECKLIST, { unavailable: 'off' }),
      '示例大厅',
      draft.id,
    )
    mine.desk.lock()
    const db = await mine.database.open()
    const blobs = await db.getAll('blobs')
    expect(blobs.map((blob) => blob.sha256)).toEqual([photo.sha256])
    const bytes = await createOutboxStore(mine.database, createChanges('sent')).blob(photo.sha256)
    expect(await sha256Hex(bytes!)).toBe(photo.sha256)
    expect(record.entry?.attachments).toEqual([
      { sha256: photo.sha256, bytes: photo.bytes, type: 'image/jpeg' },
    ])
    expect(record.inspection?.photos).toEqual([
      { sha256: photo.sha256, bytes: photo.bytes, question: 'staffed.now' },
    ])
  })

  it('does not fork the chain from two tabs at once', async () => {
    const { mine, server } = await enrolled()
    const other = mine.tab()
    await other.unlock(PIN)
    const records = await Promise.all([1, 2, 3, 4].map((n) => sealOne(n % 2 ? mine.desk : other, n)))
    records.sort((a, b) => a.inspection!.sequence - b.inspection!.sequence)
    expect(records.map((record) => record.inspection?.sequence)).toEqual([1, 2, 3, 4])
    expect((await evidenceOf(mine, server, records)).findings).toEqual([])
  })

  it('seals once when asked twice', async () => {
    const { mine } = await enrolled()
    const [one, two] = await Promise.all([sealOne(mine.desk, 1), sealOne(mine.desk, 1, answers('anders'))])
    expect(one.payload).toEqual(two.payload)
    expect((await sealOne(mine.desk, 2)).inspection?.sequence).toBe(2)
  })

  it('files nothing and moves no chain when a photo is gone', async () => {
    const { mine } = await enrolled()
    const given = answers()
    given['staffed.now']!.photos = ['a'.repeat(64)]
    const draft = inspection(id(1), given, { photoBytes: { ['a'.repeat(64)]: 9 } })
    const record = unsealedRecord(draft, HALL_CHECKLIST, { unavailable: 'off' })
    expect((await refusal(mine.desk.seal(record, '示例大厅', draft.id))).code).toBe('storage')
    const db = await mine.database.open()
    expect(await db.count('outbox')).toBe(0)
    expect((await sealOne(mine.desk, 2)).inspection?.sequence).toBe(1)
  })

  it('is refused while locked', async () => {
    const { mine } = await enrolled()
    mine.desk.lock()
    expect((await refusal(sealOne(mine.desk, 1))).code).toBe('locked')
  })

  it('carries the server’s time and what passed since by a clock that cannot be set', async () => {
    const { mine } = await enrolled()
    mine.pass(4 * MINUTE)
    mine.clock.now -= 3 * 3600_000
    mine.desk.touch()
    const record = await sealOne(mine.desk, 1)
    expect(record.inspection?.serverTime).toEqual({ at: '2026-11-23T06:30:00.000Z', elapsedMs: 4 * MINUTE })
    const reloaded = mine.tab()
    await reloaded.unlock(PIN)
    expect(reloaded.serverTime()).toEqual({ at: '2026-11-23T06:30:00.000Z', elapsedMs: 0 })
  })
})

describe('visits', () => {
  it('are asked for with a token of this device, and are there without a network afterwards', async () => {
    const { mine } = await enrolled()
    expect(await mine.desk.drawVisit()).toEqual([VISIT])
    expect(await mine.tab().visits()).toEqual([VISIT])
  })

  it('says why there is no position', async () => {
    const { mine } = await enrolled()
    expect(await mine.desk.locate()).toEqual({ unavailable: 'unsupported' })
  })
})

describe('the checklist', () => {
  it('comes from the data that ships with the app, and one that does not ship is none', async () => {
    const { desk } = phone(office().transport)
    expect(await desk.checklist('hall', 1)).toEqual(HALL_CHECKLIST)
    expect(await desk.checklist('hall', 99)).toBeUndefined()
  })
})
