import { describe, expect, it } from 'vitest'
import { createDrafts } from '#platform/drafts'
import { exportUnsent } from '#platform/export-unsent'
import { openExport } from '#platform/unsent-file'
import { ServiceError } from '#sync/services'
import { entry } from '../sync/entries.ts'
import { filingOn, phone, putPhoto } from './phone.ts'

const NOW = Date.parse('2026-11-23T08:00:00Z')

async function full() {
  const p = phone()
  const bytes = crypto.getRandomValues(new Uint8Array(50_000))
  const photo = await putPhoto(p, bytes)
  await filingOn(p).file({
    type: 'rating.submit',
    payload: entry(1).payload,
    entity: entry(1).id,
    attachments: [photo],
    title: '身份证',
  })
  await createDrafts(p.database, p.changes, () => NOW, new Set()).put({
    id: 'd',
    kind: 'case',
    createdAt: '2026-11-23T08:00:00.000Z',
    updatedAt: '2026-11-23T08:00:00.000Z',
    data: { text: '写了一半' },
    photos: [],
  })
  return { p, bytes, photo }
}

describe('export of what is unsent', () => {
  it('can be read back whole, photos included', async () => {
    const { p, bytes, photo } = await full()
    const file = await exportUnsent(p.database, '口令 mit Ümlaut', NOW)
    const read = await openExport(file, '口令 mit Ümlaut')
    expect(read.entries).toMatchObject([{ id: entry(1).id, payload: entry(1).payload }])
    expect(read.filed).toMatchObject([{ title: '身份证' }])
    expect(read.drafts).toMatchObject([{ data: { text: '写了一半' } }])
    expect(read.blobs.map(({ sha256 }) => sha256)).toEqual([photo.sha256])
    expect(Buffer.from(read.blobs[0]!.data, 'base64').equals(bytes)).toBe(true)
    await p.close()
  })

  it('shows nothing without the passphrase and notices every change', async () => {
    const { p } = await full()
    const file = await exportUnsent(p.database, 'right', NOW)
    const failure = async (bytes: Uint8Array<ArrayBuffer>, passphrase: string) =>
      openExport(bytes, passphrase).then(
        () => 'opened',
        (reason: unknown) => (reason as ServiceError).code,
      )
    expect(Buffer.from(file).includes(Buffer.from('身份证'))).toBe(false)
    expect(await failure(file, 'wrong')).toBe('forbidden')
    for (const at of [13, 30, 45, file.length - 1]) {
      const changed = file.slice()
      changed[at]! ^= 1
      expect(await failure(changed, 'right')).toBe('forbidden')
    }
    expect(await failure(file.slice(0, 20), 'right')).toBe('badRequest')
    expect(await failure(new Uint8Array([1, 2, 3]), 'right')).toBe('badRequest')
    await p.close()
  })
})
