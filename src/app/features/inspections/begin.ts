/** The first state of an inspection. */
import type { InspectionDraft } from '#domain/inspections/record'
import { CURRENT_CHECKLIST } from '#domain/inspections/current-checklist'
import type { InspectionLocation, Visit } from '#domain/inspections/types'
import type { StoredCatalogue } from '#sync/services'

export const ITEMS_DRAWN = 3

/**
 * Items to compare, drawn from those of the counter's department, else of the hall, else of the region, so that neither
 * side chooses. `random` is uniform in [0, 1).
 */
export function drawItems(
  catalogue: StoredCatalogue,
  venue: string,
  counter: string | undefined,
  random: () => number,
): string[] {
  const seats = catalogue.counters.filter((one) => one.venue === venue)
  const department = seats.find((one) => one.id === counter)?.department
  const departments = new Set(seats.flatMap((one) => one.department ?? []))
  const pools = [
    catalogue.heads.filter((head) => department !== undefined && head.department === department),
    catalogue.heads.filter((head) => head.venues?.includes(venue)),
    catalogue.heads.filter((head) => departments.has(head.department)),
    catalogue.heads,
  ]
  const pool = pools.find((heads) => heads.length >= ITEMS_DRAWN) ?? catalogue.heads
  const left = pool.map((head) => head.code)
  const drawn: string[] = []
  while (drawn.length < ITEMS_DRAWN && left.length > 0)
    drawn.push(...left.splice(Math.floor(random() * left.length), 1))
  return drawn
}

export interface Beginning {
  id: string
  region: string
  visit?: Visit
  kind: 'announced' | 'covert'
  venue: { id: string; name: string }
  counter?: { id: string; name: string }
  items: string[]
  location?: InspectionLocation
  /** ISO instant */
  startedAt: string
}

export function beginInspection(from: Beginning): InspectionDraft {
  return {
    id: from.id,
    region: from.region,
    ...(from.visit && { visit: from.visit.id }),
    kind: from.kind,
    venue: from.venue.id,
    venueName: from.venue.name,
    ...(from.counter && { counter: from.counter.id, counterName: from.counter.name }),
    checklist: CURRENT_CHECKLIST,
    items: from.items,
    startedAt: from.startedAt,
    answers: {},
    photoBytes: {},
    timers: {},
    ...(from.location && { location: from.location }),
  }
}
