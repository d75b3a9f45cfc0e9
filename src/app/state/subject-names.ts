import type { StoredCatalogue } from '#sync/services'
import type { Subject } from '#domain/cases/types'

export interface SubjectNames {
  item?: string
  department?: string
  venue?: string
  counter?: string
}

/** The names of what a case or rating is about, as far as the catalogue on this phone knows them. */
export function subjectNames(catalogue: StoredCatalogue | undefined, subject: Subject): SubjectNames {
  const names: SubjectNames = {}
  const head = catalogue?.heads.find((known) => known.code === subject.item)
  const counter = catalogue?.counters.find((known) => known.id === subject.counter)
  const department = catalogue?.departments.find(
    (known) => known.id === (subject.department ?? head?.department ?? counter?.department),
  )
  const venue = catalogue?.venues.find((known) => known.id === (subject.venue ?? counter?.venue))
  if (head) names.item = head.name
  if (department) names.department = department.name
  if (venue) names.venue = venue.name
  if (counter) names.counter = counter.name
  return names
}

/** What it is about, as a heading: the item, else the counter in its hall, else hall or department. */
export function subjectTitle(names: SubjectNames): string {
  if (names.item !== undefined) return names.item
  if (names.counter !== undefined) return [names.venue, names.counter].filter(Boolean).join(' ')
  return names.venue ?? names.department ?? ''
}

/** What stands under the heading: everything named that the heading does not say. */
export function subjectDetail(names: SubjectNames): string {
  const title = subjectTitle(names)
  const rest = [names.department, names.venue, names.counter].filter(
    (name): name is string => name !== undefined && !title.includes(name),
  )
  return rest.join(' · ')
}

/** A subject with only what is named: no empty keys, as the wire wants it. */
export function plainSubject(subject: { [K in keyof Subject]?: string | undefined }): Subject {
  const plain: Subject = {}
  if (subject.item) plain.item = subject.item
  if (subject.department) plain.department = subject.department
  if (subject.venue) plain.venue = subject.venue
  if (subject.counter) plain.counter = subject.counter
  return plain
}
