/**
 * Operations of all requests travel to the database together: while one statement is on its way, those that arrive
 * gather for the next, so that many phones at once share one round trip and one flush to disk. What travels together
 * commits together or not at all; then each goes its own way (`apply.ts`), and one that fails costs no other its effect.
 */
import type { Context } from '../../context.ts'
import { poolOf } from '../../db/pool.ts'
import type { NewRow, NewRows } from '../../db/rows.ts'
import { claimAndWrite } from './write-rows.ts'
import type { OperationRow } from './tables.ts'

/** An operation and the rows of its effect. */
export interface Passenger {
  row: NewRow<OperationRow>
  rows: NewRows
}
interface Booking {
  passengers: readonly Passenger[]
  arrived: (mine: ReadonlySet<string>) => void
  lost: (error: unknown) => void
}

/** Statements on their way at once: while one waits for the disk, the next is being made. */
const ON_THE_WAY = 2
/** Operations in one statement. */
const SEATS = 200

class Convoy {
  readonly #context: Pick<Context, 'db'>
  readonly #waiting: Booking[] = []
  #onTheWay = 0

  constructor(context: Pick<Context, 'db'>) {
    this.#context = context
  }

  join(passengers: readonly Passenger[]): Promise<ReadonlySet<string>> {
    return new Promise((arrived, lost) => {
      this.#waiting.push({ passengers, arrived, lost })
      // Those whose requests are being read in this same turn come along.
      setImmediate(() => this.#depart())
    })
  }

  #depart(): void {
    while (this.#onTheWay < ON_THE_WAY && this.#waiting.length > 0) void this.#travel(this.#take())
  }

  /** The next bookings that fit, the same operation never twice: the second finds out how the first fared. */
  #take(): Booking[] {
    const ids = new Set<string>()
    const taken: Booking[] = []
    for (const booking of this.#waiting) {
      const { passengers } = booking
      if (taken.length > 0 && ids.size + passengers.length > SEATS) break
      if (passengers.some(({ row }) => ids.has(row.id))) break
      for (const { row } of passengers) ids.add(row.id)
      taken.push(booking)
    }
    this.#waiting.splice(0, taken.length)
    return taken
  }

  async #travel(bookings: readonly Booking[]): Promise<void> {
    this.#onTheWay++
    try {
      const passengers = bookings.flatMap((booking) => booking.passengers)
      const statement = claimAndWrite(
        passengers.map(({ row }) => row),
        gathered(passengers),
      )
      const { rows } = await poolOf(this.#context.db).query<{ id: string }>(statement)
      const mine = new Set(rows.map(({ id }) => id))
      for (const { arrived } of bookings) arrived(mine)
    } catch (error) {
      for (const { lost } of bookings) lost(error)
    } finally {
      this.#onTheWay--
      this.#depart()
    }
  }
}

function gathered(passengers: readonly Passenger[]): NewRows {
  const all: Record<string, object[]> = {}
  for (const { rows } of passengers)
    for (const [table, some] of Object.entries(rows)) (all[table] ??= []).push(...some)
  return all
}

const convoys = new WeakMap<object, Convoy>()

/**
 * Brings about the operations, each id once, in one statement with whatever else is due. Resolves with the ids that
 * were not there before (those of other requests too) once they are on disk; rejects when nothing was done, or when
 * the database was lost and it is not known.
 */
export function travelTogether(
  context: Pick<Context, 'db'>,
  passengers: readonly Passenger[],
): Promise<ReadonlySet<string>> {
  const convoy = convoys.get(context.db) ?? new Convoy(context)
  convoys.set(context.db, convoy)
  return convoy.join(passengers)
}
