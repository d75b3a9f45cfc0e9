/** `/api/v1/desk/reports` */
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { deskReports } from '#contract/desk/reports'
import type { Context } from '../../context.ts'
import { deskRoute } from '../../http/desk.ts'
import { HttpError } from '../../http/errors.ts'
import { catalogueAtDesk } from '../cases/subject.ts'
import { monthReport, monthStart } from './month.ts'

export function registerReportRoutes(app: FastifyInstance, context: Context): void {
  deskRoute(app, context, deskReports.list, async ({ db, staff: { region } }) => {
    const { rows } = await sql<{ month: string; cases: number; ratings: number; inspections: number }>`
      select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
        (count(*) filter (where what = 'case'))::int as cases, (count(*) filter (where what = 'rating'))::int as ratings,
        (count(*) filter (where what = 'inspection'))::int as inspections
      from (select received_at as at, 'case' as what from cases where region = ${region}
        union all select received_at, 'rating' from ratings where region = ${region}
        union all select received_at, 'inspection' from inspections where region = ${region}) as came
      group by 1 order by 1 desc limit 60`.execute(db)
    return { months: rows }
  })
  deskRoute(app, context, deskReports.read, async ({ db, staff, params: { month }, now }) => {
    if (monthStart(month) > now) throw new HttpError('notFound', 'this month has not begun')
    return monthReport(db, await catalogueAtDesk(context, staff.region), month, now)
  })
}
