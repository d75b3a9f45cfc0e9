/** Drafts, saved at every keystroke: strict, since a typed sentence is work too. */
import type { DraftBox } from '#sync/services'
import type { Changes } from './changes.ts'
import type { Database } from './db.ts'
import { assertBase } from './draft-base.ts'
import { readAll, readOne } from './read.ts'
import { collectBlobs } from './references.ts'
import { DraftSchema } from './stored-schemas.ts'

/** @param gone drafts that were filed or discarded in this page: an autosave that comes late must not bring one back */
export function createDrafts(
  database: Database,
  changes: Changes,
  now: () => number,
  gone: Set<string>,
): DraftBox {
  return {
    async list(kind) {
      const drafts = await readAll(database, 'drafts', DraftSchema)
      return drafts
        .filter((draft) => draft.kind === kind)
        .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
    },
    get: (id) => readOne(database, 'drafts', id, DraftSchema),
    async put(draft, since) {
      if (gone.has(draft.id)) return
      await database.write(['drafts'], 'strict', async (tx) => {
        const store = tx.objectStore('drafts')
        assertBase(await store.get(draft.id), since)
        await store.put(draft)
      })
      changes.tell('drafts')
    },
    async discard(id) {
      gone.add(id)
      await database.write(['drafts'], 'strict', (tx) => tx.objectStore('drafts').delete(id))
      changes.tell('drafts')
      await collectBlobs(database, now())
    },
  }
}
