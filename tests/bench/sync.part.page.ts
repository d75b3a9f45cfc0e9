/** Runs in the browser: files records into a database there and brings them to a server, in the ways to be compared. */
import { createChanges } from '#platform/changes'
import { createDatabase } from '#platform/db'
import { sha256Hex } from '#platform/digest'
import { createPhoneDrainer } from '#platform/drain-service'
import { fileInto, FILING_STORES } from '#platform/file-into'
import { createTransport } from '#platform/http'
import { uuidv7 } from '#domain/receipts/id'

/** What is to be filed: `count` records, the first `photos` of them with a photo each. */
export interface Work {
  region: string
  item: string
  count: number
  photos: number
}
export interface Measured {
  /** median ms to save one record */
  save?: number
  /** ms from pressing the button until all is there, and known on the phone to be */
  all: number
  /** 0, or the run does not count */
  left: number
}

interface Pouch {
  put(doc: object): Promise<unknown>
  info(): Promise<{ doc_count: number }>
  destroy(): Promise<unknown>
  replicate: { to(remote: Pouch, options: object): Promise<{ ok: boolean; docs_written: number }> }
}
declare const PouchDB: new (name: string, options?: object) => Pouch

declare global {
  interface Window {
    benchOurs?: (work: Work) => Promise<Measured>
    benchLimit?: (work: Work) => Promise<Measured>
    benchPouch?: (work: Work, options: object) => Promise<Measured>
  }
}

interface Photo {
  sha256: string
  data: Uint8Array<ArrayBuffer>
}
type Made =
  | { operation: ReturnType<typeof rating>; photo?: undefined }
  | { operation: ReturnType<typeof complaint>; photo: Photo }

const newId = () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
const text = (n: number) => `第${n}次办理，工作人员态度好，材料一次说清。${crypto.randomUUID()}`
const hex = (bytes: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

function rating({ region, item }: Work, n: number) {
  const ratedAt = new Date().toISOString()
  const payload = {
    id: newId(),
    region,
    subject: { item },
    level: 5 as const,
    tags: [],
    text: text(n),
    ratedAt,
  }
  return { type: 'rating.submit' as const, payload }
}

function complaint({ region, item }: Work, n: number, { sha256, data }: Photo) {
  const payload = {
    id: newId(),
    region,
    kind: 'complaint' as const,
    subject: { item },
    text: text(n),
    public: false,
    photos: [{ sha256, bytes: data.length, type: 'image/jpeg' as const }],
    filedAt: new Date().toISOString(),
    receiptDigest: hex(32),
  }
  return { type: 'case.submit' as const, payload }
}

/** A JPEG of some 60 kB that is like no other. */
async function photo(): Promise<Photo> {
  const canvas = new OffscreenCanvas(320, 240)
  const image = new ImageData(320, 240)
  for (let at = 0; at < image.data.length; at += 65_536)
    crypto.getRandomValues(image.data.subarray(at, at + 65_536))
  canvas.getContext('2d')?.putImageData(image, 0, 0)
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.75 })
  const data = new Uint8Array(await blob.arrayBuffer())
  return { sha256: await sha256Hex(data), data }
}

async function make(work: Work): Promise<Made[]> {
  const made: Made[] = []
  for (let n = 0; n < work.count; n++) {
    if (n >= work.photos) made.push({ operation: rating(work, n) })
    else {
      const taken = await photo()
      made.push({ operation: complaint(work, n, taken), photo: taken })
    }
  }
  return made
}

async function saving<T>(all: readonly T[], save: (one: T) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (const one of all) {
    const from = performance.now()
    await save(one)
    times.push(performance.now() - from)
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
}

/** The product's own code: outbox, drainer, transport. */
window.benchOurs = async (work) => {
  const database = createDatabase(`bench-${Math.random()}`)
  const made = await make(work)
  // A photo is stored when it is taken, before the record that shows it.
  for (const { photo: taken } of made)
    if (taken)
      await database.write(['blobs'], 'strict', (tx) =>
        tx.objectStore('blobs').put({
          sha256: taken.sha256,
          type: 'image/jpeg',
          bytes: taken.data.slice().buffer,
          addedAt: Date.now(),
        }),
      )
  const save = await saving(made, ({ operation: { type, payload }, photo: taken }) => {
    const attachments = taken
      ? [{ sha256: taken.sha256, bytes: taken.data.length, type: 'image/jpeg' as const }]
      : []
    const request = { type, payload, entity: payload.id, attachments, title: work.item }
    return database.write([...FILING_STORES], 'strict', (tx) => fileInto(tx as never, request, Date.now()))
  })
  const drainer = createPhoneDrainer(database, createTransport(), createChanges('bench'), () => Date.now())
  const from = performance.now()
  const { waiting, needsAttention } = await drainer.drain()
  const all = performance.now() - from
  await database.close()
  return { save, all, left: waiting + needsAttention }
}

/** One request with everything, one answer with everything; nothing is read from or written to the disk. */
window.benchLimit = async (work) => {
  const made = await make(work)
  const photos = made.flatMap(({ photo: taken }) => taken?.data ?? [])
  await (await fetch('/')).text()
  const from = performance.now()
  const operations = made.map(({ operation: { type, payload }, photo: taken }) => ({
    id: payload.id,
    type,
    entity: payload.id,
    savedAt: new Date().toISOString(),
    payload,
    attachments: taken ? [taken.sha256] : [],
  }))
  const json = new Blob([JSON.stringify({ protocol: 1, operations })])
  const packed = await new Response(json.stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
  const headers = { 'content-type': 'application/octet-stream', 'x-operations': String(packed.byteLength) }
  const response = await fetch('/limit', { method: 'POST', headers, body: new Blob([packed, ...photos]) })
  const { results } = (await response.json()) as { results: unknown[] }
  return { all: performance.now() - from, left: work.count - results.length }
}

window.benchPouch = async (work, options) => {
  const name = `bench-${crypto.randomUUID()}`
  const [local, remote] = [new PouchDB(name), new PouchDB(`${location.origin}/db/${name}`)]
  await remote.info()
  const made = await make(work)
  const save = await saving(made, ({ operation: { type, payload }, photo: taken }) => {
    const data = taken && new Blob([taken.data], { type: 'image/jpeg' })
    const attachments = data && { _attachments: { photo: { content_type: 'image/jpeg', data } } }
    return local.put({ _id: payload.id, type, payload, ...attachments })
  })
  const from = performance.now()
  const { ok, docs_written: written } = await local.replicate.to(remote, options)
  const all = performance.now() - from
  await local.destroy()
  return { save, all, left: ok ? work.count - written : work.count }
}
