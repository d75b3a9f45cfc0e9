/** What a phone would send, made for tests: valid unless told otherwise. */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import sharp from 'sharp'
import type { CaseSubmission } from '#domain/cases/types'
import { signingInput } from '#domain/inspections/jws'
import { HALL_CHECKLIST } from '#domain/inspections/hall-checklist'
import { REPLY_JWS_TYPE, type InspectionReply } from '#domain/inspections/reply'
import type { InspectionRecord } from '#domain/inspections/types'
import type { RatingSubmission } from '#domain/ratings/types'
import { receiptCode, receiptSymbols } from '#domain/receipts/code'
import { uuidv7 } from '#domain/receipts/id'
import type { Operation, OperationResult, OperationType } from '../../src/contract/sync.ts'
import type { Context } from '../../src/server/context.ts'
import { publishCatalogue, type CatalogueSource } from '../../src/server/modules/catalogue/publish.ts'

export const REGION = '999001'

export const newId = (): string => uuidv7(Date.now(), randomBytes(10))
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** A small region: two departments in one hall, a third alone in another. */
export const CATALOGUE: CatalogueSource = {
  region: { code: REGION, name: '试验县', level: 'county', sample: false },
  departments: [
    { id: 'tax', name: '税务局' },
    { id: 'land', name: '自然资源局' },
    { id: 'police', name: '公安局' },
  ],
  venues: [
    { id: 'hall', name: '县政务服务中心', level: 'county' },
    { id: 'station', name: '城关派出所', level: 'town' },
  ],
  counters: [
    { id: 'hall-1', venue: 'hall', name: '1号窗口', department: 'tax' },
    { id: 'hall-2', venue: 'hall', name: '2号窗口', department: 'land' },
    { id: 'station-1', venue: 'station', name: '户籍窗口', department: 'police' },
  ],
  items: ['tax', 'land', 'police'].flatMap((department) =>
    [1, 2, 3, 4].map((n) => ({
      code: `${department}-${n}`,
      name: `${department}事项${n}`,
      department,
      disclosures: {
        statutoryLimit: { text: '20个工作日', limit: { amount: 20, unit: 'workday' as const } },
      },
      places: [{ venue: department === 'police' ? 'station' : 'hall' }],
    })),
  ),
}

export const publishRegion = (context: Context, source: Partial<CatalogueSource> = {}) =>
  publishCatalogue(context, { ...CATALOGUE, ...source })

export interface Receipt {
  code: string
  digest: string
}
export function newReceipt(): Receipt {
  const code = receiptCode(randomBytes(10))
  return { code, digest: sha256(receiptSymbols(code)) }
}

export function operation<T extends OperationType>(
  type: T,
  payload: Operation<T>['payload'],
  attachments: string[] = [],
): Operation<T> {
  return { id: payload.id, type, entity: payload.id, savedAt: new Date().toISOString(), payload, attachments }
}

export function caseOperation(
  change: Partial<CaseSubmission> = {},
): Operation<'case.submit'> & { payload: CaseSubmission } {
  const payload: CaseSubmission = {
    id: newId(),
    region: REGION,
    kind: 'complaint',
    subject: { item: 'tax-1', counter: 'hall-1' },
    text: '窗口说材料不齐，又说不出缺哪一样。',
    public: false,
    photos: [],
    filedAt: new Date().toISOString(),
    receiptDigest: newReceipt().digest,
    ...change,
  }
  return operation(
    'case.submit',
    payload,
    payload.photos.map((photo) => photo.sha256),
  )
}

export function ratingOperation(change: Partial<RatingSubmission> = {}): Operation<'rating.submit'> {
  return operation('rating.submit', {
    id: newId(),
    region: REGION,
    subject: { item: 'tax-1' },
    level: 5,
    tags: ['polite'],
    ratedAt: new Date().toISOString(),
    ...change,
  })
}

export interface Photo {
  bytes: Buffer<ArrayBuffer>
  sha256: string
  ref: CaseSubmission['photos'][number]
}

/** A real JPEG, another one each time. */
export async function photo(): Promise<Photo> {
  const data = await sharp(randomBytes(48 * 48 * 3), { raw: { width: 48, height: 48, channels: 3 } })
    .jpeg()
    .toBuffer()
  const bytes = Buffer.from(data)
  const name = sha256(bytes)
  return { bytes, sha256: name, ref: { sha256: name, bytes: bytes.length, type: 'image/jpeg' } }
}

export const putBlob = (url: string, name: string, bytes: Uint8Array<ArrayBuffer>, type = 'image/jpeg') =>
  fetch(`${url}/api/v1/blobs/${name}`, { method: 'PUT', headers: { 'content-type': type }, body: bytes })

export const postJson = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** Sends a batch and gives back its results. */
export async function send(url: string, ...operations: unknown[]): Promise<OperationResult[]> {
  const response = await postJson(`${url}/api/v1/sync`, { protocol: 1, operations })
  const body = (await response.json()) as { results: OperationResult[] }
  if (response.status !== 200) throw new Error(`${response.status} ${JSON.stringify(body)}`)
  return body.results
}

/** A supervisor's phone: its key, its tokens, its chain. */
export class Phone {
  readonly device = newId()
  readonly publicKey: { kty: 'EC'; crv: 'P-256'; x: string; y: string }
  readonly #key: KeyObject
  #sequence = 0
  #previous: string | undefined

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#key = privateKey
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.publicKey = { kty: 'EC', crv: 'P-256', x, y }
  }

  sign(input: string): string {
    const signature = sign('sha256', Buffer.from(input, 'ascii'), {
      key: this.#key,
      dsaEncoding: 'ieee-p1363',
    })
    return `${input}.${signature.toString('base64url')}`
  }

  token(claims: Record<string, unknown> = {}, now = Date.now()): string {
    const iat = Math.floor(now / 1000)
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const body = { iss: this.device, aud: 'mingcha', iat, exp: iat + 240, ...claims }
    return this.sign(`${part({ alg: 'ES256', kid: this.device, typ: 'JWT' })}.${part(body)}`)
  }

  headers(claims: Record<string, unknown> = {}): Record<string, string> {
    return { authorization: `Bearer ${this.token(claims)}` }
  }

  enrolment(code: string) {
    return { code, device: this.device, publicKey: this.publicKey, proof: this.token({ code }) }
  }

  /** Seals the next record of this phone's chain. */
  inspection(change: Partial<InspectionRecord> = {}, photos: Photo[] = []): Operation<'inspection.submit'> {
    this.#sequence++
    const now = new Date().toISOString()
    const record: InspectionRecord = {
      id: newId(),
      region: REGION,
      kind: 'covert',
      venue: 'hall',
      checklist: { id: HALL_CHECKLIST.id, version: HALL_CHECKLIST.version },
      answers: {},
      photos: photos.map(({ sha256: name, bytes }) => ({ sha256: name, bytes: bytes.length, question: 'q' })),
      startedAt: now,
      sealedAt: now,
      location: { unavailable: 'off' },
      ...(this.#previous === undefined ? {} : { previous: this.#previous }),
      sequence: this.#sequence,
      ...change,
    }
    const jws = this.sign(signingInput(record, this.device))
    this.#previous = sha256(jws)
    return operation(
      'inspection.submit',
      { id: record.id, device: this.device, jws, photos: photos.map(({ ref }) => ref) },
      photos.map(({ ref }) => ref.sha256),
    )
  }

  /** Seals the answer to a question about one of this phone's inspections. */
  reply(
    inspection: string,
    question: string,
    text: string,
    change: Partial<InspectionReply> = {},
  ): Operation<'inspection.reply'> {
    const repliedAt = new Date().toISOString()
    const reply: InspectionReply = { id: newId(), inspection, question, text, repliedAt, ...change }
    const jws = this.sign(signingInput(reply, this.device, REPLY_JWS_TYPE))
    const payload = { id: reply.id, inspection, device: this.device, jws }
    return { ...operation('inspection.reply', payload), entity: inspection }
  }
}
