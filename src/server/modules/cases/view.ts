/** A case as its own citizen sees it. */
import type { Selectable } from 'kysely'
import type { CaseView } from '#contract/receipts'
import { canReopen, dueIsFirm, overdueWorkdays, type RuleSet } from '#domain/cases/clock'
import type { Catalogue } from '#domain/catalogue/types'
import type { CaseEvent, Subject } from '#domain/cases/types'
import { dateInChina } from '#domain/workdays/calendar'
import { departmentName, itemName } from './subject.ts'
import type { CaseRow } from './tables.ts'

export interface CaseFacts {
  row: Selectable<CaseRow>
  events: readonly CaseEvent[]
  /** by the number of the step that brought them */
  photos: ReadonlyMap<number, string[]>
  rules: RuleSet
  catalogue: Catalogue
}

export function caseView({ row, events, photos, rules, catalogue }: CaseFacts, now: Date): CaseView {
  const item = row.item === null ? undefined : (row.notice?.itemName ?? itemName(catalogue, row.item))
  const due = row.due ?? undefined
  return {
    id: row.id,
    number: row.number,
    region: row.region,
    kind: row.kind,
    subject: subjectNow(row),
    ...(item === undefined ? {} : { itemName: item }),
    text: row.text,
    photos: events.flatMap(({ type }, i) => (CITIZENS.has(type) ? (photos.get(i + 1) ?? []) : [])),
    filedAt: row.filed_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    status: row.status,
    ...(row.unit === null ? {} : { unit: departmentName(catalogue, row.unit) }),
    ...(due === undefined ? {} : { due }),
    ...(due === undefined || dueIsFirm(due) ? {} : { dueMayMove: true as const }),
    overdueWorkdays: overdueWorkdays(due, dateInChina(now)),
    transfers: row.transfers,
    canReopen: canReopen(events, now.toISOString(), rules),
    timeline: events.map((event, i) => timelineStep(event, photos.get(i + 1) ?? [], catalogue)),
    asOf: now.toISOString(),
  }
}

/** An enquiry that named nothing is about the unit that it was given to, and so is the rating of its answer. */
function subjectNow({ subject, unit }: Pick<CaseFacts['row'], 'subject' | 'unit'>): Subject {
  return Object.keys(subject).length === 0 && unit !== null ? { department: unit } : subject
}

/** Steps whose photos are the citizen's own. */
const CITIZENS: ReadonlySet<CaseEvent['type']> = new Set(['submit', 'supply'])

/** A step in plain data. Which case it was joined to is not told: that one is another citizen's. */
export function timelineStep(
  event: CaseEvent,
  photos: readonly string[],
  catalogue: Catalogue,
): CaseView['timeline'][number] {
  const text =
    'text' in event
      ? event.text
      : 'reason' in event
        ? event.reason
        : 'question' in event
          ? event.question
          : undefined
  return {
    at: event.at,
    type: event.type,
    ...('unit' in event ? { unit: departmentName(catalogue, event.unit) } : {}),
    ...(text === undefined ? {} : { text }),
    ...('rule' in event ? { rule: event.rule } : {}),
    ...('due' in event ? { due: event.due } : {}),
    ...(photos.length === 0 || event.type === 'submit' ? {} : { photos: [...photos] }),
  }
}
