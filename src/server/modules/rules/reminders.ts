/**
 * 催办与督办: deadlines are called to mind on their days, and go further up when they are missed. Each reminder is
 * one row, which its primary key lets be written once, whatever process runs the job and how often it is started.
 */
import { type Kysely, sql } from 'kysely'
import type { Reminder } from '#contract/desk/clock'
import { type ReminderKind, reminderOn } from '#domain/cases/reminders'
import { turnOf } from '#domain/cases/standing'
import type { CaseStatus } from '#domain/cases/types'
import type { StaffMember } from '#domain/staff/roles'
import { addWorkdays, dateInChina, isWorkday } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import { staffOf, tellStaff } from '../notify/tell.ts'

type Db = Kysely<Database>

const AT_ONCE = 100

interface Due {
  id: string
  number: string
  region: string
  status: CaseStatus
  unit: string | null
  due: string
}

/** Writes and tells what stands today; says how many reminders. Paused cases have no due date, and so none. */
export async function remindOfDeadlines(context: Context): Promise<number> {
  const now = context.now()
  if (!isWorkday(dateInChina(now))) return 0
  let reminded = 0
  for (;;) {
    const taken = await context.db.transaction().execute(async (db) => {
      const cases = await takeDue(db, dateInChina(now))
      for (const one of cases) await remind(db, one, now)
      return cases.length
    })
    reminded += taken
    if (taken < AT_ONCE) return reminded
  }
}

/** Cases whose reminder of today is not written yet, locked; those that another process has in hand are left to it. */
async function takeDue(db: Db, today: string): Promise<Due[]> {
  const next = addWorkdays(today, 1)
  const kind = sql`case when c.due < ${today}::date then 'overdue' when c.due < ${next}::date then 'dueToday' else 'dueSoon' end`
  const { rows } = await sql<Due>`
    select c.id, c.number, c.region, c.status, c.unit, c.due
    from cases c
    where c.due < ${addWorkdays(today, 2)}::date
      and not exists (
        select from case_reminders r where r.case_id = c.id and r.due = c.due and r.kind = ${kind})
    order by c.due, c.id limit ${AT_ONCE} for update of c skip locked`.execute(db)
  return rows
}

async function remind(db: Db, one: Due, now: Date): Promise<void> {
  const kind = reminderOn(one.due, dateInChina(now))
  if (!kind) throw new Error(`no reminder stands today for a case due on ${one.due}`)
  await write(db, one, kind, now)
  const owners = await ownersOf(db, one)
  if (kind !== 'overdue') return tell(db, one, kind, owners, now)
  await write(db, one, 'escalated', now)
  const above = await staffOf(db, one.region, [{ role: 'office', head: true }, { role: 'auditor' }])
  const office = await staffOf(db, one.region, [{ role: 'office', head: false }])
  const told = new Set(above)
  await tell(
    db,
    one,
    'overdue',
    [...new Set([...owners, ...office])].filter((id) => !told.has(id)),
    now,
  )
  await tell(db, one, 'escalated', above, now)
}

async function write(db: Db, { id, due }: Due, kind: ReminderKind, now: Date): Promise<void> {
  await db
    .insertInto('case_reminders')
    .values({ case_id: id, due, kind, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Those whose turn it is: the unit's staff, and the office where the unit has none. */
async function ownersOf(db: Db, { region, status, unit }: Due): Promise<string[]> {
  if (turnOf(status) === 'unit' && unit !== null) {
    const staff = await staffOf(db, region, [{ role: 'unit', department: unit }])
    if (staff.length > 0) return staff
  }
  return staffOf(db, region, [{ role: 'office' }])
}

const tell = (db: Db, one: Due, kind: ReminderKind, staff: string[], now: Date): Promise<void> =>
  tellStaff(db, staff, {
    kind,
    key: `case:${one.id}:${one.due}:${kind}`,
    region: one.region,
    details: { caseId: one.id, number: one.number, due: one.due },
    at: now,
  })

const PAGE = 200

/** What was called to mind lately, as far as they may see it: newest first. */
export async function remindersFor(
  db: Db,
  staff: Pick<StaffMember, 'role' | 'region' | 'department'>,
  caseId?: string,
): Promise<Reminder[]> {
  let query = db
    .selectFrom('case_reminders')
    .innerJoin('cases', 'cases.id', 'case_reminders.case_id')
    .select(['case_id', 'number', 'case_reminders.due', 'at', 'unit'])
    .select('case_reminders.kind as reminder')
    .where('region', '=', staff.region)
    .orderBy('at', 'desc')
    .orderBy('case_id')
    .limit(PAGE)
  if (staff.role === 'unit') query = query.where('unit', '=', staff.department)
  if (caseId !== undefined) query = query.where('case_id', '=', caseId)
  const rows = await query.execute()
  return rows.map((row) => ({
    caseId: row.case_id,
    number: row.number,
    kind: row.reminder,
    due: row.due,
    at: row.at.toISOString(),
    unit: row.unit,
  }))
}
