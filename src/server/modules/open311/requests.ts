/**
 * Cases as GeoReport v2 service requests: where they stand and whose they are. Of what somebody wrote only the words
 * that the office has published with their consent are shown; photos, contacts and places never.
 */
import type { Catalogue } from '#domain/catalogue/types'
import type { CaseKind, CaseStatus } from '#domain/cases/types'
import { isOpen } from '#domain/cases/standing'
import { CASE_STATUSES } from '#domain/cases/types'
import type { Kysely } from 'kysely'
import type { Database } from '../../db/schema.ts'
import { departmentName } from '../cases/subject.ts'
import { serviceName } from './services.ts'

export interface RequestFilter {
  ids?: string[]
  services?: CaseKind[]
  status?: ('open' | 'closed')[]
  from?: Date
  until?: Date
}

/** GeoReport's own bounds. */
const MOST = 1_000
const SPAN_DAYS = 90
const DAY_MS = 86_400_000

export interface ServiceRequest {
  service_request_id: string
  status: 'open' | 'closed'
  status_notes: string
  service_name: string
  service_code: CaseKind
  description: string
  agency_responsible: string
  service_notice: string
  requested_datetime: string
  updated_datetime: string
  expected_datetime: string
  address: string
  address_id: string
  zipcode: string
  lat: string
  long: string
  media_url: string
}

const WORDS: Record<CaseStatus, string> = {
  submitted: '已收到',
  accepted: '已受理',
  declined: '不予受理',
  assigned: '办理中',
  moreRequested: '待补正',
  answered: '已答复',
  reopened: '复核中',
  confirmed: '已确认',
  withdrawn: '已撤回',
  closed: '已办结',
}

const statusesOf = (which: readonly ('open' | 'closed')[]): CaseStatus[] =>
  CASE_STATUSES.filter((status) => which.includes(isOpen(status) ? 'open' : 'closed'))

/** Newest first; without ids, of the last 90 days before `until` at most, as GeoReport has it. */
export async function serviceRequests(
  db: Kysely<Database>,
  catalogue: Catalogue,
  { ids, services, status, from, until }: RequestFilter,
  now: Date,
): Promise<ServiceRequest[]> {
  const last = until ?? now
  const earliest = new Date(last.getTime() - SPAN_DAYS * DAY_MS)
  const first = from && from > earliest ? from : earliest
  const rows = await db
    .selectFrom('cases')
    .leftJoin('case_publications', 'case_publications.case_id', 'cases.id')
    .select(['id', 'kind', 'status', 'unit', 'due', 'received_at', 'number'])
    .select(['case_publications.text', 'case_publications.answer'])
    .select((eb) =>
      eb
        .selectFrom('case_events')
        .select((inner) => inner.fn.max('case_events.at').as('at'))
        .whereRef('case_events.case_id', '=', 'cases.id')
        .as('updated_at'),
    )
    .where('region', '=', catalogue.region.code)
    .where('origin', '=', 'citizen')
    .$if(ids !== undefined, (query) => query.where('id', 'in', ids ?? []))
    .$if(ids === undefined, (query) =>
      query.where('received_at', '>=', first).where('received_at', '<=', last),
    )
    .$if(services !== undefined, (query) => query.where('kind', 'in', services ?? []))
    .$if(status !== undefined, (query) => query.where('status', 'in', statusesOf(status ?? [])))
    .orderBy('received_at', 'desc')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    service_request_id: row.id,
    status: isOpen(row.status) ? 'open' : 'closed',
    status_notes: [WORDS[row.status], row.answer ?? ''].filter((words) => words !== '').join('：'),
    service_name: serviceName(row.kind),
    service_code: row.kind,
    description: row.text ?? '',
    agency_responsible: row.unit === null ? '' : departmentName(catalogue, row.unit),
    service_notice: row.number,
    requested_datetime: row.received_at.toISOString(),
    updated_datetime: (row.updated_at ?? row.received_at).toISOString(),
    expected_datetime: row.due === null ? '' : `${row.due}T23:59:59+08:00`,
    address: '',
    address_id: '',
    zipcode: '',
    lat: '',
    long: '',
    media_url: '',
  }))
}
