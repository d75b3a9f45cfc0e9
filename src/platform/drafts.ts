/** Drafts, saved at every keystroke: strict, since a typed sentence is work too. */
import type { DraftBox } from '#sync/services'
import type { Changes } from './changes.ts'
import type { Database } from './db.ts'
import { readAll, readOne } from './read.ts'
import { collectBlobs } from './references.ts'
import { DraftSchema } from './stored-schemas.ts'

export function createDrafts(database: Database, changes: Changes, now: () => number): DraftBox {
  return {
    async list(kind) {
      const drafts = await readAll(database, 'drafts', DraftSchema)
      return drafts
        .filter((draft) => draft.kind === kind)
        .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
    },
    get: (id) => readOne(database, 'drafts', id, DraftSchema),
    async put(draft) {
      await database.write(['drafts', 'filed'], 'strict', async (tx) => {
        // An autosave that comes after its form was filed would bring the draft back from the dead.
        if ((await tx.objectStore('filed').getKey(draft.id)) !== undefined) return
        await tx.objectStore('drafts').put(draft)
      })
      changes.tell('drafts')
    },
    async discard(id) {
      await database.write(['drafts'], 'strict', (tx) => tx.store.delete(id))
      changes.tell('drafts')
      await collectBlobs(database, now())
    },
  }
}
