/** Runs in a real browser: what the photo pipeline makes of a file, and how large a JPEG it is. */
import { createDatabase } from '#platform/db'
import { createPhotos, createShrinker } from '#platform/photos'

export type PhotoResult =
  | { code: string }
  | { sha256: string; type: string; width: number; height: number; base64: string; stored: boolean }

declare global {
  interface Window {
    addPhoto?: (base64: string, type: string, worker: boolean) => Promise<PhotoResult>
  }
}

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

window.addPhoto = async (base64, type, worker) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const canvas = globalThis.OffscreenCanvas
  // As in a Safari before 16.4.
  if (!worker) Reflect.deleteProperty(globalThis, 'OffscreenCanvas')
  const shrinker = createShrinker()
  globalThis.OffscreenCanvas = canvas
  const photos = createPhotos(createDatabase('photos'), Date.now, shrinker)
  try {
    const { sha256, type: made } = await photos.add(new File([bytes], 'IMG_0001', { type }))
    const url = await photos.url(sha256)
    if (url === undefined) throw new Error('not stored')
    const stored = new Uint8Array(await (await fetch(url)).arrayBuffer())
    const bitmap = await createImageBitmap(new Blob([stored]), { imageOrientation: 'none' })
    const { width, height } = bitmap
    return { sha256, type: made, width, height, base64: base64Of(stored), stored: true }
  } catch (reason) {
    return { code: (reason as { code?: string }).code ?? String(reason) }
  }
}
