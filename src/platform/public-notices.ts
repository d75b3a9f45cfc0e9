/** Public notices and yearly scores: the newest, or what this phone last heard of them, marked as such. */
import * as v from 'valibot'
import { PublicNotice, PublicNoticeList } from '#contract/public-notices'
import { routes } from '#contract/routes'
import { YearlyScores } from '#contract/scores'
import type { Transport } from '#sync/ports'
import type { Heard } from '#sync/services'
import { ask } from '#sync/wire'
import { unwrap } from './answers.ts'
import type { Database } from './db.ts'

/** Notices that are fetched with the list, so that they can be read later where there is no network. */
const NEWEST = 3

/** What the server says is not there is not shown from memory either. */
const NOT_THERE = new Set<string>(['unknownRegion', 'notFound'])

export function createPublicReading(database: Database, transport: Transport, now: () => number) {
  const keep = (path: string, value: unknown) =>
    database.write(['publicAnswers'], 'relaxed', (tx) =>
      tx.objectStore('publicAnswers').put({ path, value, at: new Date(now()).toISOString() }),
    )

  async function kept<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<Heard<T> | undefined> {
    const stored = await database.read((db) => db.get('publicAnswers', path))
    const parsed = v.safeParse(schema, stored?.value)
    return stored && parsed.success ? { value: parsed.output, at: stored.at, stale: true } : undefined
  }

  async function read<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<Heard<T>> {
    const reply = await ask(transport, { method: 'GET', path }, schema)
    if (reply.ok) {
      const { value } = reply
      // A phone that is full shows it all the same.
      await keep(path, value).catch(() => undefined)
      return { value, at: new Date(now()).toISOString(), stale: false }
    }
    const known = NOT_THERE.has(reply.failure.code) ? undefined : await kept(path, schema)
    return known ?? { value: unwrap(reply), at: '', stale: false }
  }

  /** Fetches what the list has new at its head, and takes the text from what was taken back since it was kept. */
  async function follow(region: string, { notices }: PublicNoticeList): Promise<void> {
    for (const [at, { id, withdrawn }] of notices.entries()) {
      const path = routes.publicNotice(region, id)
      const known = await kept(path, PublicNotice)
      if (known && withdrawn && !known.value.withdrawn)
        await keep(path, { ...known.value, withdrawn, text: '' })
      if (!known && at < NEWEST) await read(path, PublicNotice)
    }
  }

  return {
    list: async (region: string): Promise<Heard<PublicNoticeList>> => {
      const heard = await read(routes.publicNotices(region), PublicNoticeList)
      if (!heard.stale) void follow(region, heard.value).catch(() => undefined)
      return heard
    },
    notice: (region: string, id: string) => read(routes.publicNotice(region, id), PublicNotice),
    scores: (region: string) => read(routes.scores(region), YearlyScores),
  }
}
