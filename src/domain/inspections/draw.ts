/**
 * 随机抽取: which supervisors visit which hall. Everything follows from the seed and from what is handed in, so that
 * whoever holds both can draw again and compare. Declared conflicts are never drawn; nobody gets the same hall twice in
 * a row, nor the same partner, where another way exists.
 */
import { lot } from './lot.ts'

export interface DrawnSupervisor {
  id: string
  /** the department they work for: a declared conflict */
  employer: string | null
  /** the hall they were sent to last, and with whom */
  last: string | null
  partners: readonly string[]
}
export interface DrawnVenue {
  id: string
  /** departments that sit there */
  departments: readonly string[]
}
export interface DrawInput {
  supervisors: readonly DrawnSupervisor[]
  venues: readonly DrawnVenue[]
  /** supervisors that go together: 1 or 2; with an odd number the last group has one more */
  groupSize: 1 | 2
}
export interface DrawnGroup {
  venue: string
  supervisors: string[]
  /** the same hall as last time, because the conflicts left no other */
  again: boolean
}
export interface DrawResult {
  groups: DrawnGroup[]
  /** supervisors for whom no hall is left after their conflicts */
  left: string[]
}

/** A hall where only the supervisor's own employer sits is none they may look at (elsewhere its counters are taken out). */
export const conflicted = ({ employer }: Pick<DrawnSupervisor, 'employer'>, { departments }: DrawnVenue) =>
  employer !== null && departments.length === 1 && departments[0] === employer

const SHUFFLES = 50

/** Groups in which nobody meets the partner of last time, as far as `SHUFFLES` tries find such. */
function grouped(supervisors: readonly DrawnSupervisor[], size: 1 | 2, pick: ReturnType<typeof lot>) {
  let best: DrawnSupervisor[][] = []
  let fewest = Infinity
  for (let i = 0; i < SHUFFLES && fewest > 0; i++) {
    const order = pick.shuffled(supervisors)
    const groups: DrawnSupervisor[][] = []
    for (let at = 0; at < order.length; at += size) groups.push(order.slice(at, at + size))
    const last = groups.at(-1)
    if (size === 2 && last?.length === 1 && groups.length > 1) {
      groups.pop()
      groups.at(-1)?.push(...last)
    }
    const met = groups.filter((group) =>
      group.some(({ partners }) => group.some((other) => partners.includes(other.id))),
    ).length
    if (met < fewest) [best, fewest] = [groups, met]
  }
  return best
}

/** Draws a hall for each group; halls are used evenly as far as conflicts and rotation allow. */
export function drawVisits({ supervisors, venues, groupSize }: DrawInput, seed: string): DrawResult {
  const pick = lot(seed)
  const sorted = [...supervisors].sort((a, b) => (a.id < b.id ? -1 : 1))
  const halls = [...venues].sort((a, b) => (a.id < b.id ? -1 : 1))
  const free = sorted.filter((one) => halls.some((hall) => !conflicted(one, hall)))
  const left = sorted.filter((one) => !free.includes(one)).map(({ id }) => id)
  const used = new Map(halls.map(({ id }) => [id, 0]))
  const groups: DrawnGroup[] = []
  const place = (group: readonly DrawnSupervisor[]): void => {
    const open = halls.filter((hall) => group.every((one) => !conflicted(one, hall)))
    if (open.length === 0) {
      // Together they may go nowhere; each alone may.
      for (const one of group) place([one])
      return
    }
    const fresh = open.filter((hall) => group.every(({ last }) => last !== hall.id))
    const from = fresh.length > 0 ? fresh : open
    const fewest = Math.min(...from.map(({ id }) => used.get(id) ?? 0))
    const [venue] = pick.shuffled(from.filter(({ id }) => used.get(id) === fewest))
    if (!venue) return
    used.set(venue.id, fewest + 1)
    groups.push({
      venue: venue.id,
      supervisors: group.map(({ id }) => id).sort(),
      again: group.some(({ last }) => last === venue.id),
    })
  }
  for (const group of grouped(free, groupSize, pick)) place(group)
  return { groups, left }
}
