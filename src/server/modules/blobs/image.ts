/** Is it a picture, and may it be kept? The bytes are content-addressed, so they are stored as they are or not at all. */
import sharp, { type Metadata } from 'sharp'
import { HttpError } from '../../http/errors.ts'
import { exifHasPosition } from './exif.ts'

sharp.concurrency(1)
sharp.cache(false)

export interface ImageFacts {
  type: 'image/jpeg' | 'image/png' | 'image/webp'
  width: number
  height: number
}

/** Larger than any phone's camera; a small file that claims more is a bomb. */
const MAX_PIXELS = 64_000_000

function typeOf(bytes: Buffer): ImageFacts['type'] | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png'
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
    return 'image/webp'
  return undefined
}

/** Throws `notAnImage`, or `invalid` where the picture tells where it was taken. */
export async function inspectImage(bytes: Buffer): Promise<ImageFacts> {
  const type = typeOf(bytes)
  if (!type) throw new HttpError('notAnImage', 'only JPEG, PNG and WebP pictures are taken')
  const metadata = await decode(bytes)
  const xmp = metadata.xmp?.toString('latin1') ?? ''
  if ((metadata.exif && exifHasPosition(metadata.exif)) || /GPSL(atitude|ongitude)/.test(xmp))
    throw new HttpError('invalid', 'the picture holds the position where it was taken: remove it first', {
      problems: [{ path: 'exif.gps', message: 'must be removed before upload' }],
    })
  return { type, width: metadata.width, height: metadata.height }
}

/** Every pixel is decoded, at an eighth of the size where the format allows: a header alone proves nothing. */
async function decode(bytes: Buffer): Promise<Metadata> {
  const options = { failOn: 'truncated', limitInputPixels: MAX_PIXELS, sequentialRead: true } as const
  try {
    const metadata = await sharp(bytes, options).metadata()
    await sharp(bytes, options).resize(16, 16, { fit: 'fill', kernel: 'nearest' }).raw().toBuffer()
    return metadata
  } catch {
    throw new HttpError('notAnImage', 'the picture cannot be decoded')
  }
}
