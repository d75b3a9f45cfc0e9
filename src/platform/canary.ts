/**
 * Notices that the database is no longer the one that was here: deleted by the browser under pressure, by a cleaner, or
 * thrown away by the browser because its files were damaged. The database has a birth mark; the mark and a count of
 * what lay in it stand in `localStorage` too, which such a loss spares as a rule. Only numbers stand there.
 */
import * as v from 'valibot'
import type { LostRecords } from '#sync/services'
import type { Changes } from './changes.ts'
import type { Database } from './db.ts'

const NOTE = 'mingcha.kept'
const LOSS = 'mingcha.lost'
const BIRTH = 'birth'
/** Many changes come together; one count serves them all. */
const SETTLE_MS = 300

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Counts = { records: count, unsent: count, drafts: count, at: v.string() }
const Note = v.object({ birth: v.string(), ...Counts })
const Lost = v.object(Counts)

function read<S extends v.GenericSchema>(
  storage: Storage,
  key: string,
  schema: S,
): v.InferOutput<S> | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(storage.getItem(key) ?? ''))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/** The database's birth mark, made when it has none. */
async function birthOf(database: Database, newId: () => string): Promise<string> {
  const known = await database.read((db) => db.get('meta', BIRTH))
  if (typeof known === 'string') return known
  return database.write(['meta'], 'strict', async (tx) => {
    const now = await tx.objectStore('meta').get(BIRTH)
    if (typeof now === 'string') return now
    const made = newId()
    await tx.objectStore('meta').put(made, BIRTH)
    return made
  })
}

async function note(database: Database, storage: Storage, newId: () => string, now: number): Promise<void> {
  const birth = await birthOf(database, newId)
  const [records, unsent, drafts] = await database.read((db) =>
    Promise.all([db.count('filed'), db.count('outbox'), db.count('drafts')]),
  )
  storage.setItem(
    NOTE,
    JSON.stringify({
      birth,
      records,
      unsent,
      drafts,
      at: new Date(now).toISOString(),
    } satisfies v.InferOutput<typeof Note>),
  )
}

/**
 * What was here and is gone, until the user has read it; undefined when nothing is. Then keeps the note in step.
 * Never throws: a browser without `localStorage` has no canary.
 */
export async function watchKept(
  database: Database,
  changes: Changes,
  storage: Storage,
  newId: () => string,
  now: () => number,
): Promise<LostRecords | undefined> {
  const before = read(storage, NOTE, Note)
  const birth = await birthOf(database, newId)
  if (before && before.birth !== birth && before.records + before.drafts > 0) {
    const { records, unsent, drafts, at } = before
    storage.setItem(LOSS, JSON.stringify({ records, unsent, drafts, at }))
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const again = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void note(database, storage, newId, now()).catch(() => undefined), SETTLE_MS)
  }
  changes.on('outbox', again)
  changes.on('drafts', again)
  await note(database, storage, newId, now())
  return read(storage, LOSS, Lost)
}

/** The user has read of the loss. */
export function forgetLoss(storage: Storage): void {
  storage.removeItem(LOSS)
}
