/**
 * What a phone exported because it could not send it (`contract/unsent-file.ts`), taken in at the office. Photos and
 * operations go the way they would have gone over the line, so what arrived before is a duplicate, and the phone hears
 * of each when it next speaks to the server. Drafts stay unfiled: their author has not said that they are done.
 */
import { createDecipheriv, createHash, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { MAX_BATCH } from '#contract/protocol'
import type { OperationResult } from '#contract/sync'
import { readUnsentHeader, UNSENT_HEADER_BYTES, UNSENT_TAG_BYTES, UnsentFile } from '#contract/unsent-file'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { storeBlob } from '../blobs/service.ts'
import { applyBatch } from './apply.ts'

export interface UnsentOutcome {
  results: OperationResult[]
  /** photos that were new */
  photos: number
  /** drafts in the file, which are left alone */
  drafts: number
}

/** Opens the file. Throws `badRequest` for a file of another kind, `forbidden` for a wrong passphrase or changed bytes. */
async function openUnsent(file: Uint8Array, passphrase: string): Promise<UnsentFile> {
  const header = readUnsentHeader(file)
  if (!header) throw new HttpError('badRequest', 'not an export of this app')
  const key = await promisify(pbkdf2)(
    passphrase.normalize('NFC'),
    header.salt,
    header.iterations,
    32,
    'sha256',
  )
  const decipher = createDecipheriv('aes-256-gcm', key, header.nonce)
  decipher.setAAD(header.bytes)
  decipher.setAuthTag(file.subarray(file.length - UNSENT_TAG_BYTES))
  let plain: Buffer
  try {
    const body = file.subarray(UNSENT_HEADER_BYTES, file.length - UNSENT_TAG_BYTES)
    plain = Buffer.concat([decipher.update(body), decipher.final()])
  } catch {
    throw new HttpError('forbidden', 'wrong passphrase, or the file was changed')
  }
  const parsed = v.safeParse(UnsentFile, JSON.parse(plain.toString('utf8')))
  if (!parsed.success) throw new HttpError('badRequest', v.summarize(parsed.issues))
  return parsed.output
}

async function takePhotos(context: Context, blobs: UnsentFile['blobs']): Promise<number> {
  let taken = 0
  for (const { sha256, data } of blobs) {
    const bytes = Buffer.from(data, 'base64')
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) continue
    try {
      if (await storeBlob(context, sha256, bytes)) taken += 1
    } catch (error) {
      // No picture: the operation that needs it is refused for it, by name.
      if (!(error instanceof HttpError)) throw error
    }
  }
  return taken
}

/** Takes everything in; results stand in the order of saving. Rejects as `openUnsent`, or when the database fails. */
export async function importUnsent(
  context: Context,
  file: Uint8Array,
  passphrase: string,
): Promise<UnsentOutcome> {
  const { entries, blobs, drafts } = await openUnsent(file, passphrase)
  const photos = await takePhotos(context, blobs)
  const operations = entries
    .toSorted((a, b) => a.sequence - b.sequence)
    .map(({ id, type, entity, savedAt, payload, attachments }) => ({
      id,
      type,
      entity,
      savedAt,
      payload,
      attachments: attachments.map(({ sha256 }) => sha256),
    }))
  const results: OperationResult[] = []
  for (let at = 0; at < operations.length; at += MAX_BATCH)
    results.push(...(await applyBatch(context, operations.slice(at, at + MAX_BATCH), context.now())))
  return { results, photos, drafts: drafts.length }
}
