/** Shrinks photos off the main thread. One message in, one out. */
import { paint, shrink, type Encode } from './shrink.ts'

const encode: Encode = (bitmap, width, height, quality) => {
  const canvas = new OffscreenCanvas(width, height)
  paint(canvas.getContext('2d'), bitmap, width, height)
  return canvas.convertToBlob({ type: 'image/jpeg', quality })
}

addEventListener('message', ({ data }: MessageEvent<{ id: number; source: Blob }>) => {
  void shrink(data.source, encode)
    .catch(() => ({ failure: 'notAnImage' as const }))
    .then((result) => {
      const transfer = 'bytes' in result ? [result.bytes] : []
      postMessage({ id: data.id, result }, { transfer })
    })
})
