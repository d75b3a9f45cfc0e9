/** Anything signed in an export: taken apart, and held against the key that it names. */
import { canonicalJson } from './canonical.ts'
import { base64url, utf8 } from './encoding.ts'
import type {
  EvidenceFinding,
  EvidenceKey,
  ServerKey,
  Sha256Hex,
  VerifySignature,
} from './evidence-report.ts'
import { openJws, type OpenedJws, type SealType } from './jws.ts'

export interface Unopened {
  wrong: 'unreadable' | 'unknownSigner' | 'badSignature'
  detail: string
  signer?: string
}

/** What was signed, once its signature holds. */
export async function openSigned(
  jws: string,
  type: SealType,
  keys: ReadonlyMap<string, EvidenceKey>,
  verifySignature: VerifySignature,
): Promise<OpenedJws | Unopened> {
  const opened = openJws(jws, type)
  if ('invalid' in opened) return { wrong: 'unreadable', detail: opened.invalid }
  const { signer } = opened
  const key = keys.get(signer)
  if (!key) return { wrong: 'unknownSigner', detail: 'signed by a key that the file does not list', signer }
  if (!(await verifySignature(key, utf8(opened.signed), opened.signature)))
    return {
      wrong: 'badSignature',
      detail: 'the signature does not fit: altered, or signed by another',
      signer,
    }
  return opened
}

/** RFC 7638: base64url of the SHA-256 over the key's canonical form. */
export async function thumbprint({ kty, crv, x, y }: EvidenceKey, sha256: Sha256Hex): Promise<string> {
  const hex = await sha256(utf8(canonicalJson({ kty, crv, x, y })))
  return base64url(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
}

/**
 * The server's keys by their ids: those that are what their id says and, where whoever verifies knows which to trust,
 * are among them.
 */
export async function serverKeys(
  listed: readonly ServerKey[],
  trusted: ReadonlySet<string> | undefined,
  sha256: Sha256Hex,
): Promise<{ keys: Map<string, ServerKey>; findings: EvidenceFinding[] }> {
  const keys = new Map<string, ServerKey>()
  const findings: EvidenceFinding[] = []
  for (const key of listed) {
    if ((await thumbprint(key.publicKey, sha256)) !== key.id)
      findings.push({ problem: 'keyForeign', detail: `key ${key.id} is not the key that its id names` })
    else if (trusted && !trusted.has(key.id))
      findings.push({ problem: 'keyForeign', detail: `key ${key.id} is not among the server keys given` })
    else keys.set(key.id, key)
  }
  return { keys, findings }
}
