/** The last resort: everything unsent, photos included, as one encrypted file (`contract/unsent-file.ts`). */
import type { UnsentFile } from '#contract/unsent-file'
import { readBlob, revealEntries, revealFiled } from './at-rest.ts'
import type { Database } from './db.ts'
import { liesInVault } from './stored-schemas.ts'
import { sealExport } from './unsent-file.ts'

/** In pieces, since a call takes only so many arguments. */
function toBase64(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer)
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

/**
 * What is not on the server yet: entries, their filed records, drafts, what was set aside, and the photos of all.
 * What a supervisor sealed goes in readable, under the passphrase alone. Unsealed ones do not go in: only the PIN and this very
 * phone open them, so elsewhere they would be dead weight.
 */
async function unsent(database: Database, now: number): Promise<UnsentFile> {
  const db = await database.open()
  const tx = db.transaction(['outbox', 'filed', 'drafts', 'setAside'])
  const [entries, filed, kept, setAside] = await Promise.all([
    tx.objectStore('outbox').getAll(),
    tx.objectStore('filed').getAll(),
    tx.objectStore('drafts').getAll(),
    tx.objectStore('setAside').getAll(),
  ])
  const drafts = kept.filter((draft) => !liesInVault(draft))
  const waiting = new Set(entries.map(({ id }) => id))
  const hashes = new Set([
    ...entries.flatMap(({ attachments }) => attachments.map(({ sha256 }) => sha256)),
    ...drafts.flatMap(({ photos }) => photos),
  ])
  const blobs = await Promise.all([...hashes].map((hash) => readBlob(database, hash)))
  return {
    format: 'mingcha-unsent',
    version: 1,
    exportedAt: new Date(now).toISOString(),
    entries: (await revealEntries(database, entries)) as object[] as UnsentFile['entries'],
    filed: await revealFiled(
      database,
      filed.filter(({ id }) => waiting.has(id)),
    ),
    drafts,
    setAside,
    blobs: blobs.flatMap((blob) =>
      blob ? [{ sha256: blob.sha256, type: blob.type, data: toBase64(blob.bytes) }] : [],
    ),
  }
}

export async function exportUnsent(
  database: Database,
  passphrase: string,
  now: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return sealExport(JSON.stringify(await unsent(database, now)), passphrase)
}
