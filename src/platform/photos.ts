/** Photos of drafts and filed records: shrunk in a worker, named by their hash, stored as bytes. */
import { ServiceError, type FileLike, type PhotoAlbum } from '#sync/services'
import { readBlob } from './at-rest.ts'
import type { Database } from './db.ts'
import { sha256Hex } from './digest.ts'
import { paint, shrink, type Encode, type Shrunk } from './shrink.ts'

/** More than any phone's camera makes; beyond it decoding alone could take the tab down. */
const MAX_SOURCE_BYTES = 64 * 1024 * 1024

/** For browsers without OffscreenCanvas (Safari before 16.4): the same on the page's own thread. */
const encodeHere: Encode = (bitmap, width, height, quality) => {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  paint(canvas.getContext('2d'), bitmap, width, height)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob) resolve(blob)
        else reject(new Error('no blob'))
      },
      'image/jpeg',
      quality,
    )
  })
}

function inWorker(): (source: Blob) => Promise<Shrunk> {
  const worker = new Worker(new URL('./photo-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, { resolve: (result: Shrunk) => void; reject: (reason: Error) => void }>()
  let count = 0
  worker.onmessage = ({ data }: MessageEvent<{ id: number; result: Shrunk }>) => {
    waiting.get(data.id)?.resolve(data.result)
    waiting.delete(data.id)
  }
  worker.onerror = () => {
    for (const { reject } of waiting.values()) reject(new Error('the photo worker failed'))
    waiting.clear()
  }
  return (source) =>
    new Promise((resolve, reject) => {
      count += 1
      waiting.set(count, { resolve, reject })
      worker.postMessage({ id: count, source })
    })
}

/** A photo as it is kept: small, upright, without metadata. */
export type Shrinker = (file: FileLike) => Promise<{ bytes: ArrayBuffer; type: 'image/jpeg' }>

/** Shrinks in a worker, or on the page where there is none. */
export function createShrinker(shrinkPhoto: (source: Blob) => Promise<Shrunk> = defaultShrink()): Shrinker {
  return async (file) => {
    if (file.size > MAX_SOURCE_BYTES) throw new ServiceError('bodyTooLarge', 'the photo is too large')
    if (file.size === 0) throw new ServiceError('notAnImage', 'the file is empty')
    const source = file instanceof Blob ? file : new Blob([await file.arrayBuffer()], { type: file.type })
    const result = await shrinkPhoto(source)
    if ('failure' in result) throw new ServiceError(result.failure, 'the browser cannot read this picture')
    return { bytes: result.bytes, type: 'image/jpeg' }
  }
}

export function createPhotos(database: Database, now: () => number, shrinker: Shrinker): PhotoAlbum {
  return {
    async add(file) {
      const { bytes, type } = await shrinker(file)
      const sha256 = await sha256Hex(bytes)
      await database.write(['blobs'], 'strict', (tx) =>
        tx.objectStore('blobs').put({ sha256, type, bytes, addedAt: now() }),
      )
      return { sha256, bytes: bytes.byteLength, type }
    },

    async url(sha256) {
      const stored = await readBlob(database, sha256)
      return stored && URL.createObjectURL(new Blob([stored.bytes], { type: stored.type }))
    },
  }
}

function defaultShrink(): (source: Blob) => Promise<Shrunk> {
  const here = (source: Blob) => shrink(source, encodeHere)
  if (typeof OffscreenCanvas === 'undefined' || typeof Worker === 'undefined') return here
  const worker = inWorker()
  // A worker that cannot start (an old cache, a strict policy) must not cost the photo.
  return (source) => worker(source).catch(() => here(source))
}
