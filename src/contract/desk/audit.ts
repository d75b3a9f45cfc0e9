/** 审计: who did and saw what, in order, each entry sealed by the hash of the one before. */
import * as v from 'valibot'
import { endpoint } from '../endpoint.ts'
import { Instant, Sha256 } from '../fields.ts'

/** What the hash is taken over, as canonical JSON. Nothing personal of a citizen stands in it. */
export const AuditEntry = v.object({
  /** counts from 1 within a region */
  seq: v.number(),
  region: v.string(),
  at: Instant,
  actor: v.object({ kind: v.picklist(['staff', 'system', 'command']), id: v.string(), role: v.string() }),
  /** method and path of the endpoint, or the name of the job or command */
  action: v.string(),
  /** what it was done to: ids only */
  target: v.record(v.string(), v.string()),
  details: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  /** hash of the entry before; 64 zeros for the first */
  previous: Sha256,
})
export type AuditEntry = v.InferOutput<typeof AuditEntry>

const Sealed = v.object({ entry: AuditEntry, hash: Sha256 })
export const AuditPage = v.object({
  entries: v.array(Sealed),
  /** `before` of the next page; null when this is the last */
  next: v.nullable(v.number()),
  total: v.number(),
  /** the staff who act in these entries, and the numbers of the cases they are about, by id */
  names: v.record(v.string(), v.string()),
  numbers: v.record(v.string(), v.string()),
  /** whether every hash of the whole chain holds, and if not, the first entry that does not */
  broken: v.nullable(v.number()),
})
export type AuditPage = v.InferOutput<typeof AuditPage>

export const deskAudit = {
  list: endpoint({
    method: 'GET',
    path: '/audit',
    capability: 'audit.read',
    summary: 'The audit trail, newest first, and whether its chain holds',
    query: v.object({
      before: v.optional(v.pipe(v.string(), v.regex(/^\d+$/))),
      action: v.optional(v.string()),
      actor: v.optional(v.string()),
    }),
    answer: AuditPage,
  }),
  export: endpoint({
    method: 'GET',
    path: '/audit/export',
    capability: 'audit.read',
    personal: true,
    summary: 'The whole audit trail of the region, oldest first: every hash can be made again from it',
    answer: v.object({ region: v.string(), at: Instant, entries: v.array(Sealed) }),
  }),
}
