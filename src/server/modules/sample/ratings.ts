/** Ratings of services and of answers, with how many days it really took. */
import { randomBytes } from 'node:crypto'
import type { Catalogue, ServiceItem } from '#domain/catalogue/types'
import { RATING_TAGS } from '#domain/ratings/tags'
import type { RatingLevel, RatingSubmission } from '#domain/ratings/types'
import { ID_RANDOM_BYTES, uuidv7 } from '#domain/receipts/id'
import type { Kysely } from 'kysely'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/schema.ts'
import {
  answerCase,
  appendFollowUp,
  type By,
  lockRating,
  type Rating,
  rateRemedy,
} from '../ratings/follow-up.ts'
import { type SampleCase, tardiness } from './cases.ts'
import { citizenTime, daysAgo, officeTime } from './days.ts'
import { fileOperation } from './operations.ts'
import { type Chance, chanceOf } from './random.ts'
import { ANGER, APPEALS, CALL_BACKS, GRUMBLES, PRAISE } from './stories.ts'

export const SAMPLE_RATINGS = 150
const SPAN_DAYS = 150

/** Where answers come late, people are less pleased. */
function levelOf(chance: Chance, department: string): RatingLevel {
  const drawn = chance.next() - tardiness(department)
  if (drawn > 0.42) return 5
  if (drawn > 0.16) return 4
  if (drawn > 0.04) return 3
  return drawn > -0.06 ? 2 : 1
}

/** Mostly what was promised or less; with a bad rating often more. */
function actualDays(chance: Chance, item: ServiceItem, level: RatingLevel): number | undefined {
  const promised = item.disclosures.promisedLimit?.limit
  if (!promised || chance.happens(0.3)) return undefined
  if (level <= 2 && chance.happens(0.6)) return promised.amount + chance.between(1, 12)
  return Math.round(promised.amount * chance.pick([0.4, 0.6, 0.8, 1, 1, 1.2]))
}

function rating(chance: Chance, catalogue: Catalogue, item: ServiceItem, at: Date): RatingSubmission {
  const level = levelOf(chance, item.department)
  const tags = RATING_TAGS[level].filter(() => chance.happens(0.22)).slice(0, 4)
  const words = level >= 4 ? PRAISE : level === 3 ? GRUMBLES : ANGER
  const days = actualDays(chance, item, level)
  const place = chance.happens(0.5) ? item.places?.[0] : undefined
  return {
    id: uuidv7(at.getTime(), randomBytes(ID_RANDOM_BYTES)),
    region: catalogue.region.code,
    subject: {
      item: item.code,
      department: item.department,
      ...(place?.venue !== undefined && { venue: place.venue }),
      ...(place?.counter !== undefined && { counter: place.counter }),
    },
    level,
    tags,
    ...(chance.happens(0.35) && { text: chance.pick(words) }),
    ...(days !== undefined && { actualDays: days }),
    ...(level <= 2 && chance.happens(0.4) && { contact: { phone: '000-0000-0000', shareWithUnit: false } }),
    ratedAt: at.toISOString(),
  }
}

export async function playRating(context: Context, catalogue: Catalogue, index: number): Promise<void> {
  const chance = chanceOf(`rating ${index}`)
  const at = citizenTime(chance, context.now(), daysAgo(chance, SPAN_DAYS))
  const payload = rating(chance, catalogue, chance.pick(catalogue.items), at)
  await fileOperation(context, { type: 'rating.submit', payload, entity: payload.id, at })
  if (payload.contact) await callBack(context, payload, chance, at)
}

/** 差评回访, as far as it has come by now: called, put right, rated by who complained; now and then appealed. */
async function callBack(context: Context, { id }: RatingSubmission, chance: Chance, at: Date): Promise<void> {
  const called = officeTime(chance, at, 1)
  const settled = officeTime(chance, called, chance.between(1, 4))
  const rated = new Date(settled.getTime() + chance.between(2, 30) * 3_600_000)
  const text = chance.pick(CALL_BACKS)
  const level = chance.pick([2, 3, 4, 4, 5] as const)
  const reason = chance.pick(APPEALS)
  const desk = (now: Date): By => ({ now, actor: 'office' })
  const steps: [Date, (db: Kysely<Database>, rating: Rating) => Promise<unknown>][] = [
    [
      called,
      (db, rating) => {
        const when = called.toISOString()
        const event = {
          type: 'contact' as const,
          at: when,
          how: 'phone' as const,
          when,
          reached: !text.startsWith('两次'),
        }
        return appendFollowUp(db, rating, event, desk(called))
      },
    ],
    [
      settled,
      async (db, rating) => {
        const event = { type: 'remedy' as const, at: settled.toISOString(), text }
        await appendFollowUp(db, rating, event, desk(settled))
        await answerCase(context, db, rating, text, desk(settled))
      },
    ],
    chance.happens(0.6)
      ? [rated, (db, rating) => rateRemedy(context, db, rating, { level }, { now: rated, actor: 'citizen' })]
      : [
          rated,
          (db, rating) =>
            appendFollowUp(db, rating, { type: 'appeal', at: rated.toISOString(), reason }, desk(rated)),
        ],
  ]
  for (const [time, run] of steps) {
    if (time > context.now()) return
    await context.db.transaction().execute(async (db) => {
      const rating = await lockRating(db, id)
      if (!rating?.follow_up || !rating.department) return
      await run(db, rating)
    })
  }
}

/** A third of those who were answered rate the answer. */
export async function rateAnswer(
  context: Context,
  catalogue: Catalogue,
  told: SampleCase,
  index: number,
): Promise<void> {
  const chance = chanceOf(`answer ${index}`)
  if (!told.answeredAt || !chance.happens(0.33)) return
  const at = new Date(told.answeredAt.getTime() + chance.between(1, 40) * 3_600_000)
  if (at > context.now()) return
  const payload = { ...rating(chance, catalogue, told.item, at), caseId: told.id }
  await fileOperation(context, { type: 'rating.submit', payload, entity: payload.id, at })
}
