/** The real filing, outbox and drainer in a page, without screens: what the tests that kill things drive. */
import { uuidv7 } from '#domain/receipts/id'
import { createChanges } from '#platform/changes'
import { createDatabase } from '#platform/db'
import { sha256Hex } from '#platform/digest'
import { createPhoneDrainer } from '#platform/drain-service'
import { createFiling } from '#platform/filing'
import { createTransport } from '#platform/http'
import type { DrainProgress } from '#sync/types'

export interface Known {
  /** ids of all records on this phone, and of those that still wait */
  filed: string[]
  waiting: string[]
  needsAttention: number
  setAside: number
  /** ids of waiting records one of whose photos is gone or is not what its name says */
  broken: string[]
}

export interface OutboxPage {
  /** Saves so many cases; `told` is called with each id once the phone may say “saved”. */
  save(region: string, count: number, photos: number): Promise<string[]>
  /** Saves without end. */
  saveOn(region: string): void
  /** Sends without end. */
  sendOn(): void
  drain(): Promise<DrainProgress>
  known(): Promise<Known>
}

declare global {
  interface Window {
    outbox?: OutboxPage
    /** laid on by the test */
    told?: (id: string) => Promise<void>
  }
}

// The control of the power cut saves as Chromium does by itself.
if (location.search === '?relaxed')
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its database by `Reflect.apply`
  IDBDatabase.prototype.transaction = new Proxy(IDBDatabase.prototype.transaction, {
    apply: (transaction, db, [stores, mode]: unknown[]) =>
      Reflect.apply(transaction, db, [stores, mode, { durability: 'relaxed' }]) as IDBTransaction,
  })

const now = () => Date.now()
const database = createDatabase()
const changes = createChanges()
const transport = createTransport()
const filing = createFiling({ database, transport, changes, now, gone: new Set(), saved: () => undefined })
const drainer = createPhoneDrainer(database, transport, changes, now)

/** A picture that no other record has. */
async function takePhoto() {
  const canvas = new OffscreenCanvas(48, 48)
  const pixels = new ImageData(48, 48)
  crypto.getRandomValues(pixels.data)
  canvas.getContext('2d')?.putImageData(pixels, 0, 0)
  const bytes = await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer()
  const sha256 = await sha256Hex(new Uint8Array(bytes))
  await database.write(['blobs'], 'strict', (tx) =>
    tx.objectStore('blobs').put({ sha256, type: 'image/jpeg', bytes, addedAt: now() }),
  )
  return { sha256, bytes: bytes.byteLength, type: 'image/jpeg' as const }
}

async function saveOne(region: string, photoCount: number): Promise<string> {
  const photos = await Promise.all(Array.from({ length: photoCount }, takePhoto))
  const id = uuidv7(now(), crypto.getRandomValues(new Uint8Array(10)))
  const digest = await sha256Hex(crypto.getRandomValues(new Uint8Array(16)))
  const payload = {
    id,
    region,
    kind: 'complaint' as const,
    subject: { item: 'tax-1' },
    text: '窗口说材料不齐，又说不出缺哪一样。'.repeat(3),
    public: false,
    photos,
    filedAt: new Date(now()).toISOString(),
    receiptDigest: digest,
  }
  await filing.file({ type: 'case.submit', payload, entity: id, attachments: photos, title: id })
  void window.told?.(id)
  return id
}

const again = () => new Promise((resolve) => setTimeout(resolve, 0))

window.outbox = {
  async save(region, count, photos) {
    const ids: string[] = []
    for (let n = 0; n < count; n++) ids.push(await saveOne(region, n % (photos + 1)))
    return ids
  },
  saveOn(region) {
    void (async () => {
      for (let n = 0; ; n++) await saveOne(region, n % 3 === 0 ? 1 : 0)
    })()
  },
  sendOn() {
    void (async () => {
      for (;;) {
        await drainer.drain(true)
        await again()
      }
    })()
  },
  drain: () => drainer.drain(true),
  async known() {
    const db = await database.open()
    const entries = await db.getAll('outbox')
    const broken = await Promise.all(
      entries.map(async ({ id, attachments }) => {
        for (const { sha256 } of attachments) {
          const blob = await db.get('blobs', sha256)
          if (!blob || (await sha256Hex(new Uint8Array(blob.bytes))) !== sha256) return [id]
        }
        return []
      }),
    )
    return {
      filed: await db.getAllKeys('filed'),
      waiting: entries.map(({ id }) => id),
      needsAttention: entries.filter(({ state }) => state === 'needsAttention').length,
      setAside: await db.count('setAside'),
      broken: broken.flat(),
    }
  },
}
