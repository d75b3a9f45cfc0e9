/** `/api/v1/desk/cases` and what belongs to it; who may is the table's decision, which case is that of `scope.ts`. */
import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { deskCases } from '#contract/desk/cases'
import { DECLINE_RULES, declineRule } from '#domain/cases/decline-rules'
import type { StaffMember } from '#domain/staff/roles'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { deskRoute } from '../../http/desk.ts'
import { HttpError } from '../../http/errors.ts'
import { bulk } from './bulk.ts'
import { caseDetail } from './detail.ts'
import { inbox } from './inbox.ts'
import { mergeCases } from './merge.ts'
import { addNote } from './notes.ts'
import { casesOptions, knownUnit } from './options.ts'
import { casePhoto, needPhotos } from './photos.ts'
import { publishCase, unpublishCase } from './publish.ts'
import { readViews, removeView, saveView } from './saved-views.ts'
import { lockInScope, readInScope } from './scope.ts'
import * as desk from './service.ts'
import { sameEvents } from './step.ts'

/** What every endpoint of one case is given. */
interface OfCase {
  db: Kysely<Database>
  staff: StaffMember
  now: Date
  params: { id: string }
}

/** What every step hands to the service: who, when, in which transaction, on the case as they saw it. */
const options = ({ db, now, staff, body }: OfCase & { body: { expected: number } }) =>
  ({
    db,
    now,
    expected: body.expected,
    by: { id: staff.id, actor: staff.role === 'unit' ? 'unit' : 'office' },
  }) as const

export function registerDeskCaseRoutes(app: FastifyInstance, context: Context): void {
  const detail = ({ db, staff, params, now }: OfCase) => caseDetail(context, db, staff, params.id, now)

  deskRoute(app, context, deskCases.list, ({ db, staff, query, now }) =>
    inbox(context, db, staff, query, now),
  )
  deskRoute(app, context, deskCases.options, async ({ db, staff }) => ({
    departments: await casesOptions(context, db, staff),
    declineRules: [...DECLINE_RULES],
  }))
  deskRoute(app, context, deskCases.detail, detail)
  deskRoute(app, context, deskCases.photo, async ({ db, staff, params, reply }) => {
    await readInScope(db, staff, params.id)
    const { type, data } = await casePhoto(db, params.id, params.sha256)
    void reply.type(type).header('cache-control', 'private, no-store')
    return data
  })
  deskRoute(app, context, deskCases.note, async ({ db, staff, params, body, now }) => {
    await readInScope(db, staff, params.id)
    return addNote(db, { caseId: params.id, staff, text: body.text, now })
  })

  deskRoute(app, context, deskCases.accept, async (asked) => {
    await lockInScope(asked.db, asked.staff, asked.params.id)
    await desk.acceptCase(context, asked.params.id, options(asked))
    return detail(asked)
  })
  deskRoute(app, context, deskCases.decline, async (asked) => {
    const { db, staff, params, body, note } = asked
    const rule = declineRule(body.rule)
    if (rule === undefined) throw invalid('rule', 'not in the list of rules')
    await lockInScope(db, staff, params.id)
    await desk.declineCase(context, params.id, { reason: body.reason, rule }, options(asked))
    note({ target: {}, details: { rule: body.rule } })
    return detail(asked)
  })
  deskRoute(app, context, deskCases.assign, async (asked) => {
    const { db, staff, params, body, note } = asked
    await knownUnit(context, staff, body.unit)
    await lockInScope(db, staff, params.id)
    await desk.assignCase(context, params.id, { unit: body.unit }, options(asked))
    note({ target: {}, details: { unit: body.unit } })
    return detail(asked)
  })
  deskRoute(app, context, deskCases.transfer, async (asked) => {
    const { db, staff, params, body, note } = asked
    await knownUnit(context, staff, body.unit)
    await lockInScope(db, staff, params.id)
    const { unit, reason } = body
    await desk.transferCase(context, params.id, { unit, reason }, options(asked))
    note({ target: {}, details: { unit } })
    return detail(asked)
  })
  deskRoute(app, context, deskCases.requestMore, async (asked) => {
    await lockInScope(asked.db, asked.staff, asked.params.id)
    await desk.requestMore(context, asked.params.id, asked.body.question, options(asked))
    return detail(asked)
  })
  deskRoute(app, context, deskCases.extend, async (asked) => {
    const { db, staff, params, body, note } = asked
    await lockInScope(db, staff, params.id)
    await desk.extendCase(context, params.id, { reason: body.reason, due: body.due }, options(asked))
    note({ target: {}, details: { due: body.due } })
    return detail(asked)
  })
  deskRoute(app, context, deskCases.answer, async (asked) => {
    const { db, staff, params, body, note } = asked
    await lockInScope(db, staff, params.id)
    await needPhotos(db, body.photos)
    await desk.answerCase(context, params.id, body.text, { ...options(asked), photos: body.photos })
    note({ target: {}, details: { photos: body.photos.length } })
    return detail(asked)
  })
  deskRoute(app, context, deskCases.close, async (asked) => {
    await lockInScope(asked.db, asked.staff, asked.params.id)
    await desk.closeCase(context, asked.params.id, options(asked))
    return detail(asked)
  })
  deskRoute(app, context, deskCases.merge, async (asked) => {
    const { db, staff, params, body, now, note } = asked
    const main = await lockInScope(db, staff, params.id)
    await sameEvents(db, main, body.expected)
    await mergeCases(context, db, main, body.cases, { now, actor: 'office', staff: staff.id })
    note({ target: { joined: body.cases.map(({ id }) => id).join(' ') }, details: {} })
    return detail(asked)
  })
  deskRoute(app, context, deskCases.separate, async (asked) => {
    const { merged_into } = await lockInScope(asked.db, asked.staff, asked.params.id)
    await desk.separateCase(context, asked.params.id, asked.body.reason, options(asked))
    asked.note({ target: merged_into === null ? {} : { from: merged_into }, details: {} })
    return detail(asked)
  })
  deskRoute(app, context, deskCases.publish, async (asked) => {
    const { db, staff, params, body, now } = asked
    const row = await lockInScope(db, staff, params.id)
    await sameEvents(db, row, body.expected)
    await publishCase(db, row, { text: body.text, answer: body.answer }, { staff: staff.id, now })
    return detail(asked)
  })
  deskRoute(app, context, deskCases.unpublish, async (asked) => {
    const row = await lockInScope(asked.db, asked.staff, asked.params.id)
    await sameEvents(asked.db, row, asked.body.expected)
    await unpublishCase(asked.db, asked.params.id)
    return detail(asked)
  })

  deskRoute(app, context, deskCases.bulk, async (asked) => {
    const { db, staff, body, now, note } = asked
    const { step, cases } = body
    if (step.type === 'assign') await knownUnit(context, staff, step.unit)
    const by = { id: staff.id, actor: 'office' } as const
    const results = await bulk(context, db, staff, { step, cases }, { now, by })
    const done = results.filter((result) => result.done)
    note({
      target: { cases: done.map(({ id }) => id).join(' ') },
      details: { step: step.type, done: done.length, refused: results.length - done.length },
    })
    return { results }
  })

  deskRoute(app, context, deskCases.views, async ({ db, staff }) => ({
    views: await readViews(db, staff.id),
  }))
  deskRoute(app, context, deskCases.saveView, ({ db, staff, body, now }) => saveView(db, staff.id, body, now))
  deskRoute(app, context, deskCases.removeView, async ({ db, staff, params }) => {
    await removeView(db, staff.id, params.id)
    return { done: true as const }
  })
}

const invalid = (path: string, message: string) =>
  new HttpError('invalid', 'the request is not valid', { problems: [{ path, message }] })
