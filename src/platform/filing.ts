/** Filing: from the form to the disk, and from then on the truth about each record. */
import type { StoreNames } from 'idb'
import { CaseView } from '#contract/receipts'
import { routes } from '#contract/routes'
import { parseReceiptCode } from '#domain/receipts/code'
import type { Transport } from '#sync/ports'
import { ServiceError, type Draft, type FiledRecord, type Filing } from '#sync/services'
import type { OutboxEntry } from '#sync/types'
import { ask } from '#sync/wire'
import { unwrap } from './answers.ts'
import { revealEntries, revealFiled } from './at-rest.ts'
import type { Changes } from './changes.ts'
import type { Database } from './db.ts'
import { fileInto } from './file-into.ts'
import { readAll, readOne } from './read.ts'
import { collectBlobs } from './references.ts'
import type { MingchaDb, StoredFiled } from './schema.ts'
import { FiledSchema, OutboxEntrySchema, ViewSchema } from './stored-schemas.ts'

export interface FilingPorts {
  database: Database
  transport: Transport
  changes: Changes
  now: () => number
  /** drafts that were filed or discarded in this page */
  gone: Set<string>
  /** something was saved: time for the drainer */
  saved: () => void
}

/** A filed record with what the outbox and the server add to it. */
function joined(record: StoredFiled, entry?: OutboxEntry, view?: CaseView): FiledRecord {
  return { ...record, ...(entry ? { entry } : {}), ...(view ? { view } : {}) }
}

export function createFiling(ports: FilingPorts): Omit<Filing, 'exportUnsent' | 'importUnsent' | 'onChange'> {
  const { database, transport, changes, now } = ports

  const read = async (id: string): Promise<FiledRecord | undefined> => {
    const stored = await readOne(database, 'filed', id, FiledSchema)
    const [record] = stored ? await revealFiled(database, [stored]) : []
    if (!record) return undefined
    const [queued, view] = await Promise.all([
      readOne(database, 'outbox', id, OutboxEntrySchema),
      readOne(database, 'views', id, ViewSchema),
    ])
    const [entry] = queued ? await revealEntries(database, [queued]) : []
    return joined(record, entry, view)
  }

  const lookup = async (text: string): Promise<CaseView> => {
    const code = parseReceiptCode(text)
    // The check symbol has caught it: no need to ask, and no try of the server's limited ones spent.
    if (code === undefined) throw new ServiceError('invalid', 'not a receipt code', { field: 'code' })
    const body = JSON.stringify({ code })
    const request = {
      method: 'POST',
      path: routes.receiptLookup(),
      type: 'application/json',
      body,
    } as const
    return unwrap(await ask(transport, request, CaseView))
  }

  return {
    /*
     * Invariant: operation, filed record and draft change together or not at all, every attachment is on this phone,
     * and the promise resolves only after the disk has it. The sequence counter is read and written in the same
     * transaction, so two tabs never give out the same number.
     */
    async file(request) {
      const { attachments, draft } = request
      const { id } = request.payload
      const stores: StoreNames<MingchaDb>[] = ['outbox', 'filed', 'drafts', 'meta']
      if (attachments.length > 0) stores.push('blobs')
      await database.write(stores, 'strict', (tx) => fileInto(tx, request, now()))
      changes.tell('outbox')
      if (draft !== undefined) {
        ports.gone.add(draft)
        changes.tell('drafts')
      }
      ports.saved()
      const record = await read(id)
      if (!record) throw new ServiceError('storage', 'the record could not be read back')
      return record
    },

    async list() {
      const [records, entries, views] = await Promise.all([
        readAll(database, 'filed', FiledSchema).then((stored) => revealFiled(database, stored)),
        readAll(database, 'outbox', OutboxEntrySchema).then((stored) => revealEntries(database, stored)),
        readAll(database, 'views', ViewSchema),
      ])
      const entryOf = new Map(entries.map((entry) => [entry.id, entry]))
      const viewOf = new Map(views.map((view) => [view.id, view]))
      return records
        .map((record) => joined(record, entryOf.get(record.id), viewOf.get(record.id)))
        .sort((a, b) => b.savedAt.localeCompare(a.savedAt) || b.id.localeCompare(a.id))
    },

    get: read,

    async remove(id: string, into?: Draft) {
      await database.write(['outbox', 'filed', 'drafts', 'views'], 'strict', async (tx) => {
        const entry = await tx.objectStore('outbox').get(id)
        if (entry?.state === 'queued')
          throw new ServiceError('conflict', 'it is on its way and cannot be called back')
        await Promise.all([
          tx.objectStore('outbox').delete(id),
          tx.objectStore('filed').delete(id),
          tx.objectStore('views').delete(id),
          ...(into ? [tx.objectStore('drafts').put(into)] : []),
        ])
      })
      changes.tell('outbox')
      if (into) changes.tell('drafts')
      // What waited behind it for the same entity may go now.
      ports.saved()
      await collectBlobs(database, now())
    },

    async retry(id) {
      await database.write(['outbox'], 'strict', async (tx) => {
        const entry = await tx.objectStore('outbox').get(id)
        if (entry?.state !== 'needsAttention') return
        delete entry.refusal
        await tx.objectStore('outbox').put({ ...entry, state: 'queued', attempts: 0, notBefore: 0 })
      })
      changes.tell('outbox')
      ports.saved()
    },

    async refresh(id) {
      const record = await readOne(database, 'filed', id, FiledSchema)
      if (record?.receiptCode === undefined)
        throw new ServiceError('notFound', 'no receipt code of this record on this phone')
      const view = await lookup(record.receiptCode)
      await database.write(['views'], 'relaxed', (tx) => tx.objectStore('views').put(view))
      changes.tell('outbox')
      const refreshed = await read(id)
      if (!refreshed) throw new ServiceError('notFound', 'removed in the meantime')
      return refreshed
    },

    async see(id) {
      const seen = (await readOne(database, 'views', id, ViewSchema))?.timeline.length
      const changed = await database.write(['filed'], 'relaxed', async (tx) => {
        const record = await tx.objectStore('filed').get(id)
        if (!record || seen === undefined || record.seen === seen) return false
        await tx.objectStore('filed').put({ ...record, seen })
        return true
      })
      if (changed) changes.tell('outbox')
    },

    lookup,
  }
}
