/** Published files are compressed once, as hard as it goes, and served many times. */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants, gzip } from 'node:zlib'

/** A file before it is compressed. */
export interface PlainFile {
  /** SHA-256 (hex) of `plain` */
  sha256: string
  plain: Buffer
}

export interface PackedFile {
  /** SHA-256 (hex) of the plain JSON */
  sha256: string
  plainBytes: number
  brotli: Buffer
  gzip: Buffer
}

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)
const fromBrotli = promisify(brotliDecompress)

export function plainJson(value: unknown): PlainFile {
  const plain = Buffer.from(JSON.stringify(value))
  return { sha256: createHash('sha256').update(plain).digest('hex'), plain }
}

/** In the two codings that phones accept. The window is the widest that browsers allow (16 MiB). */
export async function pack({ sha256, plain }: PlainFile): Promise<PackedFile> {
  const [brotli, zipped] = await Promise.all([
    toBrotli(plain, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    }),
    toGzip(plain, { level: 9 }),
  ])
  return { sha256, plainBytes: plain.length, brotli, gzip: zipped }
}

/** JSON of `value`, compressed. */
export const packJson = (value: unknown): Promise<PackedFile> => pack(plainJson(value))

/** The plain bytes again. */
export async function unpack(brotli: Buffer): Promise<Buffer> {
  return fromBrotli(brotli)
}
