/** What a file really is, whatever its name says. */
import iconv from 'iconv-lite'
import { type FileKind, UnreadableFile } from './report.ts'

/** Bytes of one file; more is no service catalogue. */
const MAX_FILE_BYTES = 64 * 1024 * 1024

const starts = (data: Buffer, ...bytes: number[]) => bytes.every((byte, i) => data[i] === byte)

/** Decodes text: by its byte order mark, else UTF-8 if it is valid, else GB18030 (which holds GBK and GB 2312). */
export function decodeText(data: Buffer): { text: string; encoding: string } {
  if (starts(data, 0xff, 0xfe)) return { text: iconv.decode(data, 'utf-16le'), encoding: 'UTF-16LE' }
  if (starts(data, 0xfe, 0xff)) return { text: iconv.decode(data, 'utf-16be'), encoding: 'UTF-16BE' }
  if (data.includes(0)) throw new UnreadableFile('binary')
  const bom = starts(data, 0xef, 0xbb, 0xbf)
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true }).decode(data),
      encoding: bom ? 'UTF-8 BOM' : 'UTF-8',
    }
  } catch {
    const text = iconv.decode(data, 'gb18030')
    const strange = text.match(/\ufffd|[^\P{Cc}\t\r\n]/gu)?.length ?? 0
    if (strange > text.length / 1000 || !/\p{Script=Han}/u.test(text))
      throw new UnreadableFile('unknownEncoding')
    return { text, encoding: 'GB18030' }
  }
}

/** The kind of `data` by its first bytes. Throws `UnreadableFile` for what is no catalogue at all. */
export function kindOf(data: Buffer): FileKind {
  if (data.length === 0) throw new UnreadableFile('empty')
  if (data.length > MAX_FILE_BYTES) throw new UnreadableFile('tooLarge')
  if (
    starts(data, 0x89, 0x50, 0x4e, 0x47) ||
    starts(data, 0xff, 0xd8, 0xff) ||
    starts(data, 0x47, 0x49, 0x46, 0x38) ||
    starts(data, 0x42, 0x4d) ||
    (starts(data, 0x52, 0x49, 0x46, 0x46) && data.subarray(8, 12).toString('latin1') === 'WEBP') ||
    data.subarray(4, 8).toString('latin1') === 'ftyp'
  ) {
    throw new UnreadableFile('image')
  }
  if (data.subarray(0, 5).toString('latin1') === '%PDF-') throw new UnreadableFile('pdf')
  // a zip archive (xlsx), or the compound file of an old xls
  if (starts(data, 0x50, 0x4b, 0x03, 0x04) || starts(data, 0xd0, 0xcf, 0x11, 0xe0)) return 'xlsx'
  if (starts(data, 0x1f, 0x8b) || data.subarray(0, 4).toString('latin1') === 'Rar!')
    throw new UnreadableFile('archive')
  const head = data
    .subarray(0, 1000)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/u, '')
    .trimStart()
  if (head.startsWith('[') || head.startsWith('{')) return 'json'
  if (/^<(?:!doctype html|html|table|meta|head)/iu.test(head)) return 'html'
  return 'csv'
}
