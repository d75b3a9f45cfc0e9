/**
 * A photo, small and without a word about where and when it was taken. Drawing it anew leaves all metadata behind, and
 * the browser has turned it upright by its EXIF orientation before.
 */

const MAX_SIDE = 1600
const TARGET_BYTES = 200 * 1024
/** Quality falls until the picture is small enough; below the last, text on a photographed notice gets hard to read. */
const QUALITIES = [0.85, 0.75, 0.65, 0.55, 0.45]
/** A picture full of detail, a page of small print say, may be this large before it is drawn smaller. */
const ACCEPTABLE_BYTES = 320 * 1024
/** Smaller than this nothing is drawn for the sake of bytes. */
const LEAST_SIDE = 1000

/** `notAnImage`: the browser cannot read it as a picture; `unsupportedMedia`: a HEIC this browser has no decoder for. */
type ShrinkFailure = 'notAnImage' | 'unsupportedMedia'
export type Shrunk = { bytes: ArrayBuffer; width: number; height: number } | { failure: ShrinkFailure }

/** A surface that draws a bitmap at a size and gives JPEG bytes. */
export type Encode = (bitmap: ImageBitmap, width: number, height: number, quality: number) => Promise<Blob>

/** Width and height within `side`, never larger than they were. */
function fit(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** HEIC and HEIF by their first bytes: `ftyp` and a brand; the file name and type a phone gives are not to be trusted. */
function isHeic(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(4, 12))
  return /^ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)/.test(text)
}

export async function shrink(source: Blob, encode: Encode): Promise<Shrunk> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(source, { imageOrientation: 'from-image' })
  } catch {
    const head = new Uint8Array(await source.slice(0, 16).arrayBuffer())
    return { failure: isHeic(head) ? 'unsupportedMedia' : 'notAnImage' }
  }
  try {
    let side = MAX_SIDE
    for (;;) {
      const { width, height } = fit(bitmap.width, bitmap.height, side)
      let smallest: Blob | undefined
      for (const quality of QUALITIES) {
        smallest = await encode(bitmap, width, height, quality)
        if (smallest.size <= TARGET_BYTES) break
      }
      if (!smallest) return { failure: 'notAnImage' }
      if (smallest.size <= ACCEPTABLE_BYTES || side <= LEAST_SIDE)
        return { bytes: await smallest.arrayBuffer(), width, height }
      side = Math.max(LEAST_SIDE, Math.round(side * 0.75))
    }
  } finally {
    bitmap.close()
  }
}

/** On white, so that what was transparent does not turn black. */
export function paint(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null,
  bitmap: ImageBitmap,
  width: number,
  height: number,
): void {
  if (!context) throw new Error('no canvas')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, width, height)
}
