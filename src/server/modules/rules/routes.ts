/** `/api/v1/desk/rules` and `/api/v1/desk/reminders` */
import type { FastifyInstance } from 'fastify'
import { deskClock } from '#contract/desk/clock'
import { dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import { deskRoute } from '../../http/desk.ts'
import { HttpError } from '../../http/errors.ts'
import { forgetRules } from '../cases/rules.ts'
import { remindersFor } from './reminders.ts'
import { dropRules, listRules, previewRules, putRules } from './service.ts'

const MOST_DAYS = 366

export function registerRuleRoutes(app: FastifyInstance, context: Context): void {
  deskRoute(app, context, deskClock.rules, ({ db, staff, now }) => listRules(db, staff.region, now))
  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws must be a rejection
  deskRoute(app, context, deskClock.preview, async ({ query: { filed, ...asked }, now }) => {
    const count = (text: string) => Number(text)
    const rules = {
      accept: count(asked.accept),
      enquiry: count(asked.enquiry),
      suggestion: count(asked.suggestion),
      complaint: count(asked.complaint),
      disclosureReport: count(asked.disclosureReport),
      poorRatingFollowUp: count(asked.poorRatingFollowUp),
      reopenWindowDays: count(asked.reopenWindowDays),
    }
    if (Object.values(rules).some((days) => days > MOST_DAYS))
      throw new HttpError('invalid', 'a period of more than a year')
    return previewRules(rules, filed ?? dateInChina(now))
  })
  deskRoute(app, context, deskClock.setRules, async ({ db, staff, now, params: { from }, body, note }) => {
    forgetRules(context.db)
    await putRules(db, { region: staff.region, from, now, staff: staff.id, ...body })
    note({ details: { ...body.rules, revision: body.revision + 1 } })
    return listRules(db, staff.region, now)
  })
  deskRoute(app, context, deskClock.dropRules, async ({ db, staff, now, params: { from }, body }) => {
    forgetRules(context.db)
    await dropRules(db, { region: staff.region, from, now, ...body })
    return listRules(db, staff.region, now)
  })
  deskRoute(app, context, deskClock.reminders, async ({ db, staff, query }) => ({
    reminders: await remindersFor(db, staff, query.case),
  }))
}
