import type { FollowUpStep, RatingListName, RatingSummary } from '#contract/desk/ratings'
import type { ContactWay } from '#domain/ratings/follow-up'
import { m } from '../../../i18n/index.ts'
import type { TimelineEntry } from '../../../ui/Timeline.vue'
import { levelName } from '../../../state/rating-words.ts'
import { roleName } from '../role-name.ts'
import { formatDateTime } from '../../../ui/format-time.ts'

const LISTS: Record<RatingListName, () => string> = {
  toDo: m.desk_clock_list_to_do,
  remedied: m.desk_clock_list_remedied,
  appeals: m.desk_clock_list_appeals,
  poor: m.desk_clock_list_poor,
  all: m.desk_clock_list_all,
}
export const listName = (list: RatingListName): string => LISTS[list]()

const WAYS: Record<ContactWay, () => string> = {
  phone: m.desk_clock_way_phone,
  message: m.desk_clock_way_message,
  inPerson: m.desk_clock_way_in_person,
}
export const wayName = (way: ContactWay): string => WAYS[way]()

/** How far it is, in one badge: an appeal that waits or was upheld comes first. */
export function standing({ status, appeal, remedyLevel }: RatingSummary): {
  word: string
  tone: 'info' | 'good' | 'wait' | 'bad'
} {
  if (appeal === 'pending') return { word: m.desk_clock_appeal_pending(), tone: 'wait' }
  if (appeal === 'upheld') return { word: m.desk_clock_appeal_upheld(), tone: 'info' }
  switch (status) {
    case 'open':
      return { word: m.desk_clock_status_open(), tone: 'bad' }
    case 'contacted':
      return { word: m.desk_clock_status_contacted(), tone: 'wait' }
    case 'remedied':
      return { word: m.desk_clock_status_remedied(), tone: 'info' }
    case 'settled':
      return {
        word: m.desk_clock_status_settled(),
        tone: remedyLevel !== null && remedyLevel > 2 ? 'good' : 'info',
      }
    case null:
      return { word: m.desk_clock_status_none(), tone: 'info' }
  }
}

/** A step as the timeline tells it: who, what, and their words. */
export function stepEntry(step: FollowUpStep): TimelineEntry {
  const { actor } = step
  const by =
    step.by ?? (actor === 'citizen' ? m.desk_clock_complainant() : roleName({ role: actor, head: false }))
  const base = { at: step.at, ...(step.text === undefined ? {} : { text: step.text }) }
  switch (step.type) {
    case 'contact': {
      const how = step.how === undefined ? '' : wayName(step.how)
      const when = step.when === undefined ? '' : formatDateTime(step.when)
      return step.reached
        ? { ...base, title: m.desk_clock_step_reached({ by, how, when }), tone: 'good' }
        : { ...base, title: m.desk_clock_step_missed({ by, how, when }), tone: 'wait' }
    }
    case 'remedy':
      return { ...base, title: m.desk_clock_step_remedy({ by }) }
    case 'explain':
      return { ...base, title: m.desk_clock_step_explain({ by }) }
    case 'rateRemedy': {
      const level = levelName(step.level ?? 3)
      return {
        ...base,
        title: step.again ? m.desk_clock_step_again({ level }) : m.desk_clock_step_rated({ level }),
        tone: (step.level ?? 3) > 2 ? 'good' : 'bad',
      }
    }
    case 'appeal':
      return { ...base, title: m.desk_clock_step_appeal({ by }), tone: 'wait' }
    case 'uphold':
      return { ...base, title: m.desk_clock_step_uphold({ by }) }
    case 'reject':
      return { ...base, title: m.desk_clock_step_reject({ by }) }
  }
}
