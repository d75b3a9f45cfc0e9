/** The server's signature over an export: whether it holds, and whether the file is still what was signed. */
import { openSigned } from './evidence-open.ts'
import type {
  EvidenceFinding,
  EvidenceInput,
  ServerKey,
  Sha256Hex,
  VerifySignature,
} from './evidence-report.ts'
import {
  EXPORT_JWS_TYPE,
  EXPORT_PARTS,
  exportContents,
  type DeviceHead,
  type ExportContents,
  type ExportStatement,
} from './export-statement.ts'
import { readStatement } from './receipt-shape.ts'

export interface Seal {
  findings: EvidenceFinding[]
  /** what the server signed, and with which key, where the signature holds */
  signed?: { statement: ExportStatement; key: string }
}

/** An older export has neither receipts nor this; one that has receipts and not this was stripped of it. */
export async function sealFindings(
  file: EvidenceInput,
  keys: ReadonlyMap<string, ServerKey>,
  { verifySignature, sha256 }: { verifySignature: VerifySignature; sha256: Sha256Hex },
): Promise<Seal> {
  if (file.seal === undefined)
    return {
      findings: [{ problem: 'sealMissing', detail: 'the server’s signature over the file is not there' }],
    }
  const bad = (detail: string): Seal => ({ findings: [{ problem: 'sealBadSignature', detail }] })
  const publicKeys = new Map([...keys].map(([id, { publicKey }]) => [id, publicKey]))
  const opened = await openSigned(file.seal, EXPORT_JWS_TYPE, publicKeys, verifySignature)
  if ('wrong' in opened) return bad(`the server’s signature over the file: ${opened.detail}`)
  const statement = readStatement(opened.payload)
  if ('invalid' in statement) return bad(`the server’s statement over the file: ${statement.invalid}`)
  return {
    findings: differences(file, await exportContents(file, sha256), statement),
    signed: { statement, key: opened.signer },
  }
}

function differences(file: EvidenceInput, held: ExportContents, signed: ExportStatement): EvidenceFinding[] {
  const findings = EXPORT_PARTS.filter((part) => held.digests[part] !== signed.digests[part]).map(
    (part): EvidenceFinding => ({
      problem: 'sealMismatch',
      detail: `the ${part} of the file are not those that the server signed`,
    }),
  )
  if (file.exportedAt !== undefined && file.exportedAt !== signed.exportedAt)
    findings.push({
      problem: 'sealMismatch',
      detail: `says it was exported ${file.exportedAt}; the server signed ${signed.exportedAt}`,
    })
  const here = new Map(held.devices.map((head) => [head.id, head]))
  for (const head of signed.devices) findings.push(...cutOff(head, here.get(head.id)))
  return findings
}

/** A phone of which the file holds less than the server signed for. */
function cutOff(signed: DeviceHead, here: DeviceHead | undefined): EvidenceFinding[] {
  const kinds = [
    ['records', signed.head],
    ['replies', undefined],
    ['receipts', signed.receiptHead],
  ] as const
  return kinds
    .filter(([kind]) => (here?.[kind] ?? 0) < signed[kind])
    .map(([kind, head]) => ({
      problem: 'truncated',
      detail: `the server signed for ${signed[kind]} ${kind} of this phone${head === undefined ? '' : `, the last with the hash ${head}`}; the file holds ${here?.[kind] ?? 0}`,
      device: signed.id,
    }))
}
