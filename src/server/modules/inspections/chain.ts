/** Each sealed record names the one before it on that phone: a missing or a doubled one shows. */
import type { Kysely } from 'kysely'
import type { InspectionRecord } from '#domain/inspections/types'
import type { Database } from '../../db/schema.ts'
import type { ChainState } from './tables.ts'

/**
 * Where the record stands among those of its device. Also heals what waited for it: the records that named it before
 * it came in are no longer a gap.
 */
export async function placeInChain(
  db: Kysely<Database>,
  device: string,
  { sequence, previous }: InspectionRecord,
  jwsHash: string,
): Promise<ChainState> {
  const relatives = await db
    .selectFrom('inspections')
    .select(['id', 'jws_hash', 'sequence', 'previous', 'chain'])
    .where('device', '=', device)
    .where((where) =>
      where.or([
        where('sequence', '=', sequence),
        where('previous', '=', jwsHash),
        ...(previous === undefined
          ? []
          : [where('jws_hash', '=', previous), where('previous', '=', previous)]),
      ]),
    )
    .execute()

  const followers = relatives.filter((row) => row.previous === jwsHash && row.chain === 'gap')
  const healed = followers.filter((row) => row.sequence === sequence + 1).map(({ id }) => id)
  const torn = followers.filter((row) => row.sequence !== sequence + 1).map(({ id }) => id)
  if (healed.length > 0)
    await db.updateTable('inspections').set({ chain: 'whole' }).where('id', 'in', healed).execute()
  if (torn.length > 0)
    await db.updateTable('inspections').set({ chain: 'broken' }).where('id', 'in', torn).execute()

  const doubled = relatives.some(
    (row) => row.sequence === sequence || (previous !== undefined && row.previous === previous),
  )
  if (doubled) return 'broken'
  if (previous === undefined) return sequence === 1 ? 'whole' : 'broken'
  if (sequence === 1) return 'broken'
  const before = relatives.find((row) => row.jws_hash === previous)
  if (!before) return 'gap'
  return before.sequence === sequence - 1 ? 'whole' : 'broken'
}
