/** 一次性告知单 kept on this phone. */
import type { NoticeBook } from '#sync/services'
import type { Database } from './db.ts'
import { readAll, readOne } from './read.ts'
import { NoticeSchema } from './stored-schemas.ts'

export function createNotices(database: Database): NoticeBook {
  return {
    async list() {
      const notices = await readAll(database, 'notices', NoticeSchema)
      return notices.sort((a, b) => b.madeAt.localeCompare(a.madeAt))
    },
    get: (id) => readOne(database, 'notices', id, NoticeSchema),
    async save(notice, ticked) {
      await database.write(['notices'], 'strict', (tx) =>
        tx.objectStore('notices').put({ ...notice, ticked }),
      )
    },
    async remove(id) {
      await database.write(['notices'], 'strict', (tx) => tx.objectStore('notices').delete(id))
    },
  }
}
