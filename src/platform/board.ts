/** 监督台: the newest figures, or the last ones this phone saw, marked as such. */
import * as v from 'valibot'
import { BoardSchema, type Board } from '#contract/board'
import { routes } from '#contract/routes'
import type { Transport } from '#sync/ports'
import { ask } from '#sync/wire'
import { unwrap } from './answers.ts'
import type { Database } from './db.ts'

export async function readBoard(
  database: Database,
  transport: Transport,
  region: string,
): Promise<{ board: Board; stale: boolean }> {
  const reply = await ask(transport, { method: 'GET', path: routes.board(region) }, BoardSchema)
  if (reply.ok) {
    const board = reply.value
    await database.write(['boards'], 'relaxed', (tx) => tx.objectStore('boards').put({ region, board }))
    return { board, stale: false }
  }
  // A region the server does not know is no reason to show old figures of it.
  if (reply.failure.code !== 'unknownRegion') {
    const db = await database.open()
    const stored = v.safeParse(BoardSchema, (await db.get('boards', region))?.board)
    if (stored.success) return { board: stored.output, stale: true }
  }
  return unwrap(reply)
}
