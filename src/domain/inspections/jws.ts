/** What phones and the server seal: a compact JWS (RFC 7515), ES256 over the canonical JSON of what it says. */
import { base64url, fromBase64url, fromUtf8, utf8 } from './encoding.ts'
import { canonicalJson } from './canonical.ts'
import type { EXPORT_JWS_TYPE, ExportStatement } from './export-statement.ts'
import type { EvidenceReceipt, RECEIPT_JWS_TYPE } from './receipt.ts'
import type { InspectionReply, REPLY_JWS_TYPE } from './reply.ts'
import type { InspectionRecord } from './types.ts'

export const INSPECTION_JWS_TYPE = 'mingcha-inspection+jws'

export type SealType =
  typeof INSPECTION_JWS_TYPE | typeof REPLY_JWS_TYPE | typeof RECEIPT_JWS_TYPE | typeof EXPORT_JWS_TYPE

/**
 * What is signed: header and payload; `signer` is the id of the signing device, or of the server's key. Append `.` and
 * the signature. The type keeps what was signed as one thing from passing for another.
 */
export function signingInput(
  said: InspectionRecord | InspectionReply | EvidenceReceipt | ExportStatement,
  signer: string,
  type: SealType = INSPECTION_JWS_TYPE,
): string {
  const header = canonicalJson({ alg: 'ES256', kid: signer, typ: type })
  return `${base64url(utf8(header))}.${base64url(utf8(canonicalJson(said)))}`
}

/** A JWS taken apart, nothing about it believed yet. */
export interface OpenedJws {
  /** id of the device or of the server's key, as the header says */
  signer: string
  /** the ASCII that was signed */
  signed: string
  signature: Uint8Array<ArrayBuffer>
  /** the payload as parsed JSON */
  payload: unknown
  /** whether the payload's bytes are the canonical ones */
  canonical: boolean
}

function parse(part: string): { text: string; value: unknown } | undefined {
  const bytes = fromBase64url(part)
  const text = bytes && fromUtf8(bytes)
  if (text === undefined) return undefined
  try {
    return { text, value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

/** The canonical form, or undefined of what has none (a lone surrogate escaped in the JSON). */
function canonicalOf(value: unknown): string | undefined {
  try {
    return canonicalJson(value)
  } catch {
    return undefined
  }
}

/** Takes a compact JWS apart; `{ invalid }` says why it is none of ours. Base64url is strict: one seal has one text. */
export function openJws(jws: string, type: SealType = INSPECTION_JWS_TYPE): OpenedJws | { invalid: string } {
  const [head = '', body = '', tail = '', ...rest] = jws.split('.')
  if (rest.length > 0 || tail === '') return { invalid: 'not three parts' }
  const header = parse(head)?.value
  if (typeof header !== 'object' || header === null) return { invalid: 'unreadable header' }
  const { alg, kid, typ } = header as Record<string, unknown>
  if (alg !== 'ES256') return { invalid: 'not signed with ES256' }
  if (typ !== type) return { invalid: `not of type ${type}` }
  if (typeof kid !== 'string') return { invalid: 'names no signer' }
  const payload = parse(body)
  if (!payload) return { invalid: 'unreadable payload' }
  const signature = fromBase64url(tail)
  if (signature?.length !== 64) return { invalid: 'unreadable signature' }
  return {
    signer: kid,
    signed: `${head}.${body}`,
    signature,
    payload: payload.value,
    canonical: canonicalOf(payload.value) === payload.text,
  }
}
