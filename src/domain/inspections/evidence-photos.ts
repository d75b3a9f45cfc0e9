/** The photos of an export against what was sealed. */
import { fromBase64 } from './encoding.ts'
import {
  where,
  type EvidenceFinding,
  type EvidenceInput,
  type Link,
  type Sha256Hex,
} from './evidence-report.ts'
import { answerPhotos } from './record.ts'

/** Photos altered, left out, not listed by their record, or of no record. */
export async function photoFindings(
  links: readonly Link[],
  photos: EvidenceInput['photos'],
  sha256: Sha256Hex,
): Promise<{ checked: number; findings: EvidenceFinding[] }> {
  const findings: EvidenceFinding[] = []
  const good = new Set<string>()
  const bad = new Set<string>()
  const listed = new Map(
    links.flatMap((link) => link.record.photos.map((photo) => [photo.sha256, photo.bytes])),
  )
  for (const { sha256: name, data } of photos ?? []) {
    const bytes = fromBase64(data)
    const whole =
      bytes && (await sha256(bytes)) === name && (listed.get(name) ?? bytes.length) === bytes.length
    ;(whole ? good : bad).add(name)
    if (!listed.has(name))
      findings.push({ problem: 'photoForeign', detail: 'belongs to no record of the file', photo: name })
  }
  for (const link of links) {
    const used = answerPhotos(link.record.answers)
    for (const { sha256: photo, question } of used)
      if (!link.record.photos.some((one) => one.sha256 === photo && one.question === question))
        findings.push({
          problem: 'photoUnlisted',
          detail: 'is not in the record’s list',
          photo,
          question,
          ...where(link),
        })
    for (const { sha256: photo, question } of photos ? link.record.photos : []) {
      if (bad.has(photo))
        findings.push({
          problem: 'photoAltered',
          detail: 'is not what was sealed',
          photo,
          question,
          ...where(link),
        })
      else if (!good.has(photo))
        findings.push({
          problem: 'photoMissing',
          detail: 'is not in the file',
          photo,
          question,
          ...where(link),
        })
    }
  }
  for (const photo of bad)
    if (!listed.has(photo))
      findings.push({ problem: 'photoAltered', detail: 'is not what its name says', photo })
  return { checked: good.size, findings }
}
