/** What the sample's office, units and supervisors make of each inspection, step by step, through the real services. */
import type { Catalogue } from '#domain/catalogue/types'
import { deductionsByClause } from '#domain/inspections/score'
import { CLAUSES } from '#domain/inspections/yearly-score'
import { addWorkdays, dateInChina } from '#domain/workdays/calendar'
import type { Context } from '../../context.ts'
import { type OfficeStep, takeOfficeStep } from '../inspections/office-steps.ts'
import { book } from '../inspections/scores.ts'
import { stepInspection } from '../inspections/service.ts'
import { officeTime } from './days.ts'
import type { Chance } from './random.ts'

/** `after` is in workdays. `order` gives `days` workdays; `report` is the unit's. `deduct` books all that was found. */
type Act = { after: number } & (
  | { type: 'substantiate' | 'dismiss'; reason: string }
  | { type: 'ask'; question: string }
  | { type: 'order'; text: string; days: number }
  | { type: 'report'; text: string }
  | { type: 'deduct'; reason: string }
  | { type: 'close'; note: string }
)

/** The plans together leave inspections in every status; where one ends with a report, another supervisor looks again. */
const PLANS: readonly (readonly Act[])[] = [
  [
    { type: 'substantiate', after: 3, reason: '经调取监控，情况属实。' },
    { type: 'order', after: 1, text: '限期更换公示栏，落实AB岗，窗口空岗须摆牌并写明去处。', days: 10 },
    { type: 'deduct', after: 0, reason: '窗口公开与在岗情况不符合三项制度要求。' },
    { type: 'report', after: 6, text: '公示栏已按目录重新制作上墙，AB岗名单已公布，窗口人员已培训。' },
  ],
  [
    { type: 'substantiate', after: 4, reason: '属实，已约谈窗口负责人。' },
    { type: 'deduct', after: 1, reason: '按规定扣减年度绩效分。' },
    { type: 'close', after: 1, note: '当场改正，已扣减绩效分，予以办结。' },
  ],
  [
    { type: 'dismiss', after: 3, reason: '监控显示当时窗口正常办理，未发现所述情况。' },
    { type: 'close', after: 1, note: '不予处理，已告知监督员。' },
  ],
  [{ type: 'substantiate', after: 2, reason: '属实，整改通知起草中。' }],
  [
    { type: 'substantiate', after: 2, reason: '属实。' },
    { type: 'order', after: 1, text: '请于期限内补齐八项公开内容并报整改情况。', days: 10 },
  ],
  [{ type: 'ask', after: 2, question: '请补充窗口号和大致时间，便于调取监控。' }],
  [
    { type: 'substantiate', after: 2, reason: '属实。' },
    { type: 'order', after: 1, text: '整改公示内容与一次性告知单，清单以外的材料不得要求提供。', days: 5 },
    { type: 'report', after: 4, text: '已清理自行增加的材料要求，一次性告知单已更换新版。' },
  ],
  [{ type: 'dismiss', after: 4, reason: '经核实，该事项当日因系统升级暂停，已提前公告。' }],
]

/** Plays the plan of inspection `index` as far as the present allows. */
export async function judge(
  context: Context,
  catalogue: Catalogue,
  id: string,
  { received, unit, chance, index }: { received: Date; unit: string; chance: Chance; index: number },
): Promise<void> {
  let at = received
  for (const act of PLANS[index % PLANS.length] ?? []) {
    at = officeTime(chance, at, act.after)
    if (at > context.now()) return
    await play(context, catalogue, id, act, unit, at)
  }
}

/** One step of the office at an instant of the past. */
export const officeStep = (context: Context, id: string, step: OfficeStep, at: Date): Promise<void> =>
  context.db
    .transaction()
    .execute((db) => takeOfficeStep({ ...context, now: () => at }, db, id, step, { now: at }))

async function play(
  context: Context,
  catalogue: Catalogue,
  id: string,
  act: Act,
  unit: string,
  at: Date,
): Promise<void> {
  switch (act.type) {
    case 'order': {
      const { text, days } = act
      const due = addWorkdays(dateInChina(at), days)
      return officeStep(context, id, { type: 'order', unit, text, due, photos: [] }, at)
    }
    case 'report':
      return report(context, id, act.text, at)
    case 'deduct':
      return deduct(context, catalogue, id, act.reason, unit, at)
    case 'substantiate':
    case 'dismiss':
      return officeStep(context, id, { type: act.type, reason: act.reason }, at)
    case 'ask':
      return officeStep(context, id, { type: 'ask', question: act.question }, at)
    case 'close':
      return officeStep(context, id, { type: 'close', note: act.note }, at)
  }
}

async function report({ db: base }: Context, id: string, text: string, at: Date): Promise<void> {
  await base.transaction().execute(async (db) => {
    const { state } = await stepInspection(db, id, (facts) => ({ type: 'report', at: facts.at, text }), {
      now: at,
    })
    await db
      .updateTable('rectifications')
      .set({ reported_at: at, report: text })
      .where('id', '=', state.rectification?.id ?? '')
      .execute()
  })
}

/** Half of what was found, off the unit's score where it can be charged, else off the hall's. */
async function deduct(
  context: Context,
  { counters }: Catalogue,
  id: string,
  reason: string,
  unit: string,
  at: Date,
): Promise<void> {
  const { deductions, counter, venue, department } = await context.db
    .selectFrom('inspections')
    .select(['deductions', 'counter', 'venue', 'department'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const found = deductionsByClause(deductions)
  const clauses = CLAUSES.map((clause) => ({ clause, points: Math.floor(found[clause]) / 2 })).filter(
    ({ points }) => points > 0,
  )
  if (clauses.length === 0) return
  const owned = counters.find((one) => one.id === counter)?.department ?? department
  const target =
    owned === unit ? ({ kind: 'department', id: unit } as const) : ({ kind: 'venue', id: venue } as const)
  await context.db
    .transaction()
    .execute((db) => book(context, db, id, { target, clauses, reason }, { now: at }))
}
