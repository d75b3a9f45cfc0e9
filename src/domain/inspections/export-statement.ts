/** What the server signs of an export as a whole: how many it holds of each phone, where its chains end, and every part's digest. */
import { canonicalJson } from './canonical.ts'
import { utf8 } from './encoding.ts'
import type { EvidenceInput, Received, Sha256Hex } from './evidence-report.ts'
import { openJws } from './jws.ts'
import { RECEIPT_JWS_TYPE } from './receipt.ts'
import { REPLY_JWS_TYPE } from './reply.ts'

export const EXPORT_JWS_TYPE = 'mingcha-evidence+jws'

export const EXPORT_PARTS = ['devices', 'keys', 'records', 'replies', 'receipts', 'photos'] as const
export type ExportPart = (typeof EXPORT_PARTS)[number]

/** How much of one phone there is, and how its chains end: hashes (SHA-256, hex) of the last JWS of each. */
export interface DeviceHead {
  id: string
  records: number
  head?: string
  replies: number
  receipts: number
  receiptHead?: string
}

export interface ExportContents {
  devices: DeviceHead[]
  /** SHA-256 (hex) over the canonical JSON of each part, where what was sealed is named by its hash */
  digests: Record<ExportPart, string>
}

export interface ExportStatement extends ExportContents {
  region: string
  /** ISO instant */
  exportedAt: string
}

interface Named {
  device: string | undefined
  hash: string
}

/** The phone that an envelope names as its maker: nothing about it is believed. */
function signerOf(jws: string, type: typeof REPLY_JWS_TYPE | undefined): string | undefined {
  const opened = openJws(jws, type)
  return 'invalid' in opened ? undefined : opened.signer
}

function deviceOfReceipt(jws: string): string | undefined {
  const opened = openJws(jws, RECEIPT_JWS_TYPE)
  const device = 'invalid' in opened ? undefined : (opened.payload as { device?: unknown } | null)?.device
  return typeof device === 'string' ? device : undefined
}

/** The bytes of what a file holds; of what has none (half a surrogate pair in it), none that anybody signed. */
function bytesOf(make: () => string): Uint8Array<ArrayBuffer> {
  try {
    return utf8(make())
  } catch {
    return utf8('')
  }
}

/** SHA-256 (hex) of the ASCII of what was sealed. */
export const hashOfJws = (jws: string, sha256: Sha256Hex): Promise<string> => sha256(bytesOf(() => jws))

/** What an export holds, put the same way by whoever signs it and by whoever verifies it. */
export async function exportContents(file: EvidenceInput, sha256: Sha256Hex): Promise<ExportContents> {
  const digest = (part: unknown) => sha256(bytesOf(() => canonicalJson(part)))
  const hashOf = (jws: string) => hashOfJws(jws, sha256)
  const named = (list: readonly Received[], type?: typeof REPLY_JWS_TYPE) =>
    Promise.all(
      list.map(async ({ jws, receivedAt }) => ({
        device: signerOf(jws, type),
        hash: await hashOf(jws),
        receivedAt,
      })),
    )
  const records = await named(file.records)
  const replies = await named(file.replies ?? [], REPLY_JWS_TYPE)
  const receipts = await Promise.all(
    (file.receipts ?? []).map(async (jws) => ({ device: deviceOfReceipt(jws), hash: await hashOf(jws) })),
  )
  const content = (list: readonly (Named & { receivedAt: string })[]) =>
    list.map(({ hash, receivedAt }) => ({ hash, receivedAt }))
  const of = <T extends Named>(list: readonly T[], id: string) => list.filter(({ device }) => device === id)
  return {
    devices: file.devices.map(({ id }) => {
      const [own, given] = [of(records, id), of(receipts, id)]
      const [head, receiptHead] = [own.at(-1)?.hash, given.at(-1)?.hash]
      return {
        id,
        records: own.length,
        ...(head !== undefined && { head }),
        replies: of(replies, id).length,
        receipts: given.length,
        ...(receiptHead !== undefined && { receiptHead }),
      }
    }),
    digests: {
      devices: await digest(file.devices),
      keys: await digest(file.keys ?? []),
      records: await digest(content(records)),
      replies: await digest(content(replies)),
      receipts: await digest(receipts.map(({ hash }) => hash)),
      // Named by their own hashes, which the records sign; whether they came along at all is signed here.
      photos: await digest(file.photos?.map((photo) => photo.sha256) ?? null),
    },
  }
}
