/** What has come from the office since its supervisor last looked: visits, and what became of inspections. */
import { utf8 } from '#domain/inspections/encoding'
import type { OutcomeList, VisitList } from '#contract/supervisors'
import type { Database } from '../db.ts'
import { sha256Hex } from '../digest.ts'
import { readRecord, writeRecord } from './records.ts'

type Outcome = OutcomeList['outcomes'][number]
type Visit = VisitList['visits'][number]

/** What may be news, by its id: as it stands now, in a form that tells nothing. */
async function standing(outcomes: Outcome[], visits: Visit[]): Promise<Map<string, string>> {
  // That a record was received its author knows; a visit that is over needs no notice.
  const moved = outcomes.filter(({ status }) => status !== 'received')
  const open = visits.filter(({ status }) => status === 'open')
  const marks = await Promise.all(
    [...moved, ...open].map(async (one): Promise<[string, string]> => [
      one.id,
      await sha256Hex(utf8(JSON.stringify(one))),
    ]),
  )
  return new Map(marks)
}

export function createUnseen(
  database: Database,
  known: { outcomes: () => Promise<Outcome[]>; visits: () => Promise<Visit[]> },
) {
  const now = async () => standing(await known.outcomes(), await known.visits())
  return {
    /** ids of visits and inspections about which there is something new */
    async unseen(): Promise<string[]> {
      const seen = (await readRecord(database, 'seen')) ?? {}
      return [...(await now())].filter(([id, mark]) => seen[id] !== mark).map(([id]) => id)
    },
    /** These have been looked at as they stand; of what is gone nothing is remembered. */
    async see(ids: readonly string[]): Promise<void> {
      const seen = (await readRecord(database, 'seen')) ?? {}
      const marks = [...(await now())].flatMap(([id, mark]): [string, string][] => {
        const last = ids.includes(id) ? mark : seen[id]
        return last === undefined ? [] : [[id, last]]
      })
      await writeRecord(database, 'seen', Object.fromEntries(marks))
    },
  }
}
