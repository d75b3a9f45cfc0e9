/** A service request comes in: the same operation that a phone would send, with an id and a receipt made here. */
import { createHash, randomBytes } from 'node:crypto'
import sharp from 'sharp'
import * as v from 'valibot'
import { CaseSubmissionSchema, Contact } from '#contract/submissions'
import type { Catalogue } from '#domain/catalogue/types'
import type { CaseKind, PhotoRef, Subject } from '#domain/cases/types'
import { CODE_RANDOM_BYTES, receiptCode } from '#domain/receipts/code'
import { receiptNumber } from '#domain/receipts/number'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { parse } from '../../http/parse.ts'
import { storeBlob } from '../blobs/service.ts'
import { inspectImage } from '../blobs/image.ts'
import { regionCatalogue } from '../cases/subject.ts'
import { digestOfCode } from '../receipts/digest.ts'
import { newId } from '../supervisors/appointments.ts'
import { applyOperation } from '../sync/apply.ts'

/** Everything that GeoReport may send, as text; what we have no use for is let through and left alone. */
export type Form = Readonly<Record<string, string>>

/** The longer side of a photo, as the app makes them. */
const MAX_SIDE = 1600

const text = (form: Form, name: string): string | undefined => {
  const value = form[name]?.trim()
  return value === undefined || value === '' ? undefined : value
}

/** Drawn anew without its metadata: neither the place nor the camera comes along. */
async function photoOf(context: Context, bytes: Buffer): Promise<PhotoRef> {
  const clean = await sharp(bytes, { failOn: 'truncated', limitInputPixels: 64_000_000 })
    .rotate()
    .resize(MAX_SIDE, MAX_SIDE, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .jpeg({ quality: 80 })
    .toBuffer()
    .catch(() => {
      throw new HttpError('notAnImage', 'the media is not a picture')
    })
  await inspectImage(clean)
  const sha256 = createHash('sha256').update(clean).digest('hex')
  await storeBlob(context, sha256, clean)
  return { sha256, bytes: clean.length, type: 'image/jpeg' }
}

/** What it is about, as far as the catalogue knows it: whoever asks here is on line, and has the list of today. */
function subjectOf(form: Form, kind: CaseKind, catalogue: Catalogue): Subject {
  const { departments, venues, counters, items } = catalogue
  const known = {
    item: (id: string) => items.some(({ code }) => code === id),
    department: (id: string) => departments.some((one) => one.id === id),
    venue: (id: string) => venues.some((one) => one.id === id),
    counter: (id: string) => counters.some((one) => one.id === id),
  }
  const subject: Subject = {}
  for (const part of ['item', 'department', 'venue', 'counter'] as const) {
    const value = text(form, `attribute[${part}]`)
    if (value === undefined) continue
    if (!known[part](value)) throw new HttpError('invalid', `attribute[${part}] is not in the catalogue`)
    subject[part] = value
  }
  if (Object.keys(subject).length === 0 && kind !== 'enquiry')
    throw new HttpError(
      'invalid',
      'attribute[department], attribute[venue] or attribute[item] was not provided',
    )
  return subject
}

/** Where it happened, for whoever answers: GeoReport wants a place, our cases are about departments and halls. */
function placeOf(form: Form): string {
  const address = text(form, 'address_string')
  const [lat, long] = [text(form, 'lat'), text(form, 'long')]
  const point = lat !== undefined && long !== undefined ? `${lat}, ${long}` : undefined
  const place = [address, point].filter(Boolean).join(' · ')
  return place === '' ? '' : `\n\n（地点：${place}）`
}

function contactOf(form: Form) {
  const name = [text(form, 'first_name'), text(form, 'last_name')].filter(Boolean).join(' ')
  const phone = text(form, 'phone')
  if (name === '' && phone === undefined) return {}
  return {
    contact: parse(
      Contact,
      { ...(name === '' ? {} : { name }), ...(phone === undefined ? {} : { phone }), shareWithUnit: false },
      'the contact',
    ),
  }
}

/** Files it; the receipt code is in the answer and nowhere else. Throws what the sync operation is refused with. */
export async function submitRequest(
  context: Context,
  region: string,
  kind: CaseKind,
  form: Form,
  media: readonly Buffer[],
): Promise<{ id: string; number: string; code: string }> {
  const description = text(form, 'description')
  if (description === undefined) throw new HttpError('invalid', 'description was not provided')
  const now = context.now()
  const id = newId(now)
  const code = receiptCode(randomBytes(CODE_RANDOM_BYTES))
  const photos: PhotoRef[] = []
  for (const bytes of media) photos.push(await photoOf(context, bytes))
  const filedAt = now.toISOString()
  const payload = parse(
    CaseSubmissionSchema,
    {
      id,
      region,
      kind,
      subject: subjectOf(form, kind, await regionCatalogue(context, region)),
      text: `${description}${placeOf(form)}`,
      ...(kind === 'disclosureReport'
        ? {
            disclosure: {
              key: text(form, 'attribute[disclosure]'),
              problem: text(form, 'attribute[problem]'),
            },
          }
        : {}),
      ...contactOf(form),
      public: false,
      photos,
      filedAt,
      receiptDigest: digestOfCode(code),
    },
    'the service request',
  )
  const result = await applyOperation(
    context,
    {
      id,
      type: 'case.submit',
      entity: id,
      savedAt: filedAt,
      payload,
      attachments: photos.map(({ sha256 }) => sha256),
    },
    now,
  )
  if (result.status === 'refused' || result.status === 'conflict')
    throw new HttpError(result.code, result.message, result.details)
  return { id, number: receiptNumber(kind, id, filedAt), code }
}

export const isDate = (value: string): boolean => v.is(v.pipe(v.string(), v.isoTimestamp()), value)
