import { openDB } from 'idb'
import { describe, expect, it } from 'vitest'
import { createDrafts } from '#platform/drafts'
import { collectBlobs } from '#platform/references'
import { ServiceError } from '#sync/services'
import { receiptCode } from '#domain/receipts/code'
import { entry } from '../sync/entries.ts'
import { filingOn, phone, putPhoto } from './phone.ts'

const request = (n: number) => ({
  type: 'rating.submit' as const,
  payload: entry(n).payload,
  entity: entry(n).id,
  attachments: [],
  title: `item ${n}`,
})
const draft = (id: string, photos: string[] = []) => ({
  id,
  kind: 'rating' as const,
  createdAt: '2026-11-23T07:00:00.000Z',
  updatedAt: '2026-11-23T07:00:00.000Z',
  data: { level: 5 },
  photos,
})
const NOW = Date.parse('2026-11-23T08:00:00Z')
const code = async (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (reason: unknown) => (reason instanceof ServiceError ? reason.code : String(reason)),
  )

describe('filing', () => {
  it('saves operation, record and photos together, and takes the draft away', async () => {
    const p = phone()
    const photo = await putPhoto(p, new Uint8Array([1, 2, 3]))
    const drafts = createDrafts(p.database, p.changes, () => NOW, new Set())
    await drafts.put(draft('d', [photo.sha256]))
    let woken = 0
    const filing = filingOn(p, { saved: () => woken++ })
    const filed = await filing.file({ ...request(1), attachments: [photo], draft: 'd', number: 'PJ-1' })
    expect(filed).toMatchObject({ title: 'item 1', number: 'PJ-1', entry: { state: 'queued', sequence: 1 } })
    expect(await drafts.get('d')).toBeUndefined()
    expect(woken).toBe(1)
    expect(await filing.list()).toHaveLength(1)
    await p.close()
  })

  it('files the same id once, however often and however fast', async () => {
    const p = phone()
    const filing = filingOn(p)
    await Promise.all(Array.from({ length: 8 }, () => filing.file(request(1))))
    await filing.file({ ...request(1), title: 'another' })
    const db = await p.database.open()
    expect(await db.count('outbox')).toBe(1)
    expect(await filing.list()).toMatchObject([{ title: 'item 1' }])
    await p.close()
  })

  it('does not file anew what was delivered before', async () => {
    const p = phone()
    const filing = filingOn(p)
    await filing.file(request(1))
    await p.database.write(['outbox'], 'strict', (tx) => tx.objectStore('outbox').clear())
    await filing.file(request(1))
    expect(await (await p.database.open()).count('outbox')).toBe(0)
    await p.close()
  })

  it('gives out each sequence number once, from two tabs at once', async () => {
    const p = phone()
    const other = phone(p.name)
    await Promise.all(Array.from({ length: 20 }, (_, n) => filingOn(n % 2 ? p : other).file(request(n))))
    const entries = await (await p.database.open()).getAll('outbox')
    expect(entries.map(({ sequence }) => sequence).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    )
    await other.close()
    await p.close()
  })

  it('changes nothing when one part fails: a photo that is gone keeps the draft', async () => {
    const p = phone()
    const drafts = createDrafts(p.database, p.changes, () => NOW, new Set())
    await drafts.put(draft('d'))
    const gone = { sha256: 'ab'.repeat(32), bytes: 1, type: 'image/jpeg' }
    const filing = filingOn(p)
    expect(await code(filing.file({ ...request(1), attachments: [gone], draft: 'd' }))).toBe('storage')
    const db = await p.database.open()
    expect([await db.count('outbox'), await db.count('filed'), await db.get('meta', 'sequence')]).toEqual([
      0,
      0,
      undefined,
    ])
    expect(await drafts.get('d')).toBeDefined()
    await p.close()
  })

  it('names a full disk, and leaves everything as it was', async () => {
    const p = phone()
    const failing = p.database.write(['outbox', 'filed'], 'strict', async (tx) => {
      await tx.objectStore('outbox').put(entry(1))
      throw new DOMException('full', 'QuotaExceededError')
    })
    expect(await code(failing)).toBe('quota')
    expect(await (await p.database.open()).count('outbox')).toBe(0)
    await p.close()
  })

  it('does not let a late autosave bring back a draft that was filed or discarded', async () => {
    const p = phone()
    const gone = new Set<string>()
    const drafts = createDrafts(p.database, p.changes, () => NOW, gone)
    await drafts.put(draft('d'))
    await filingOn(p, { gone }).file({ ...request(1), draft: 'd' })
    await drafts.put(draft('d'))
    expect(await drafts.list('rating')).toEqual([])
    await drafts.put(draft('e'))
    await drafts.discard('e')
    await drafts.put(draft('e'))
    expect(await drafts.list('rating')).toEqual([])
    await p.close()
  })

  it('does not let one window write over what another saved, filed or discarded', async () => {
    const p = phone()
    const window = () => createDrafts(p.database, p.changes, () => NOW, new Set())
    const [one, two] = [window(), window()]
    const at = (minute: number, data: string) => ({
      ...draft('d'),
      updatedAt: `2026-11-23T06:0${minute}:00.000Z`,
      data,
    })
    await one.put(at(1, 'begun'))
    await one.put(at(2, 'gone on with'), at(1, '').updatedAt)
    expect(await code(two.put(at(3, 'old and changed'), at(1, '').updatedAt))).toBe('conflict')
    expect(await two.get('d')).toMatchObject({ data: 'gone on with' })
    expect(await code(two.put(at(3, 'begun again')))).toBe('conflict')
    await filingOn(p).file({ ...request(1), draft: 'd' })
    expect(await code(two.put(at(4, 'too late'), at(2, '').updatedAt))).toBe('conflict')
    expect(await two.list('rating')).toEqual([])
    await p.close()
  })

  it('takes back what needs attention into a draft, and never what is on its way', async () => {
    const p = phone()
    const filing = filingOn(p)
    await filing.file(request(1))
    const { id } = entry(1)
    expect(await code(filing.remove(id))).toBe('conflict')
    const refusal = { code: 'invalid' as const, message: '', at: '' }
    const refused = { ...entry(1), state: 'needsAttention' as const, refusal }
    await p.database.write(['outbox'], 'strict', (tx) => tx.objectStore('outbox').put(refused))
    await filing.retry(id)
    expect((await filing.get(id))?.entry).toMatchObject({ state: 'queued', attempts: 0 })
    expect((await filing.get(id))?.entry?.refusal).toBeUndefined()
    await p.database.write(['outbox'], 'strict', (tx) => tx.objectStore('outbox').put(refused))
    await filing.remove(id, draft('new'))
    expect(await filing.get(id)).toBeUndefined()
    expect(await (await p.database.open()).get('drafts', 'new')).toEqual(draft('new'))
    await p.close()
  })

  it('removes a photo only when no draft, record, entry or set-aside record mentions it', async () => {
    const p = phone()
    const old = NOW - 3 * 86_400_000
    const photos = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => putPhoto(p, new Uint8Array([n]), old)))
    const [inDraft, inEntry, inAside, unused, young] = photos
    await putPhoto(p, new Uint8Array([5]), NOW - 1000)
    const drafts = createDrafts(p.database, p.changes, () => NOW, new Set())
    await drafts.put(draft('d', [inDraft!.sha256]))
    await filingOn(p).file({ ...request(1), attachments: [inEntry!] })
    await p.database.write(['setAside'], 'strict', (tx) =>
      tx
        .objectStore('setAside')
        .add({ store: 'outbox', key: 'x', value: { a: [inAside!.sha256] }, reason: '', at: '' }),
    )
    expect(await collectBlobs(p.database, NOW)).toBe(2)
    const kept = await (await p.database.open()).getAllKeys('blobs')
    expect(kept.sort()).toEqual([inDraft, inEntry, inAside, young].map((photo) => photo!.sha256).sort())
    expect(kept).not.toContain(unused!.sha256)
    await p.close()
  })

  it('keeps a photo just taken when the clock is put back by years, and for no longer than a day', async () => {
    const p = phone()
    const YEAR = 365 * 86_400_000
    await putPhoto(p, new Uint8Array([1]), NOW + 10 * YEAR)
    expect(await collectBlobs(p.database, NOW)).toBe(0)
    expect(await collectBlobs(p.database, NOW + 86_399_000)).toBe(0)
    expect(await collectBlobs(p.database, NOW + 86_401_000)).toBe(1)
    await p.close()
  })

  it('catches a mistyped receipt code without asking the server', async () => {
    const p = phone()
    const good = receiptCode(new Uint8Array(10).fill(7))
    const bad = good.slice(0, -1) + (good.endsWith('0') ? '1' : '0')
    expect(await code(filingOn(p).lookup(bad))).toBe('invalid')
    expect(await code(filingOn(p).lookup(good))).toBe('network')
    await p.close()
  })

  it('closes at once for a newer version of the app, and says so instead of hanging', async () => {
    const p = phone()
    await filingOn(p).file(request(1))
    const newer = await openDB(p.name, 99, { upgrade: () => undefined })
    expect(await newer.count('outbox')).toBe(1)
    expect(await code(filingOn(p).list())).toBe('storage')
    newer.close()
    await p.close()
  })
})
