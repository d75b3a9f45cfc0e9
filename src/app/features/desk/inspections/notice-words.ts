import type { DraftNotice } from '#contract/desk/public-notices'
import type { InspectionDetail } from '#contract/desk/inspections'
import { findingsForUnit } from '#domain/inspections/findings-for-unit'
import { m } from '../../../i18n/index.ts'
import { clauseWord, factWord, say, verdictWord } from './words.ts'

export function noticeState(state: DraftNotice['state']): { word: string; tone: 'info' | 'good' | 'bad' } {
  switch (state) {
    case 'draft':
      return { word: m.desk_inspections_n_draft(), tone: 'info' }
    case 'published':
      return { word: m.desk_inspections_n_published(), tone: 'good' }
    case 'withdrawn':
      return { word: m.desk_inspections_n_withdrawn(), tone: 'bad' }
  }
}

export const noticeNumber = ({ year, number }: Pick<DraftNotice, 'year' | 'number'>): string =>
  year === null || number === null ? '' : m.desk_inspections_notice_number({ year: String(year), number })

/** A first draft from an inspection: what a unit may know of it, what was ordered, what was taken off. Nobody is named. */
export function proposalOf(detail: InspectionDetail): { title: string; text: string } {
  const where = [detail.venue.name, detail.counter?.name].filter(Boolean).join(' ')
  const found = detail.checklist ? findingsForUnit(detail.checklist, detail.record.answers) : []
  const findings = found.map(({ title, chosen, items }, i) => {
    const more = [
      ...chosen.map(say),
      ...items.map(
        ({ name, facts }) =>
          `${name}：${facts.map(({ key, verdict }) => factWord(key) + verdictWord(verdict)).join('、')}`,
      ),
    ]
    return `${i + 1}. ${say(title)}${more.length > 0 ? ` ${more.join('；')}` : ''}`
  })
  const orders = detail.rectifications.map(({ unit }) =>
    m.desk_inspections_notice_measure_order({ unit: unit.name }),
  )
  const deducted = detail.bookings
    .filter(({ reverses, reversed }) => reverses === null && !reversed)
    .map(({ targetName: name, points, clause }) =>
      m.desk_inspections_notice_measure_points({ name, points, clause: clauseWord(clause) }),
    )
  return {
    title: m.desk_inspections_notice_about({ hall: detail.venue.name }),
    text: m.desk_inspections_notice_body({
      where,
      findings: findings.join('\n'),
      measures: [...orders, ...deducted].join('\n'),
    }),
  }
}
