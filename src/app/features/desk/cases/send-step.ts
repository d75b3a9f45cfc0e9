import { type CaseDetail, deskCases, type DeskStep } from '#contract/desk/cases'
import type { useDesk } from '../desk-store.ts'
import type { StepDraft } from './step-drafts.ts'

type Desk = ReturnType<typeof useDesk>
/** Steps with a form of their own; joining cases is done where they are listed. */
export type FormStep = Exclude<DeskStep, 'merge'>

/** Sends the step as typed, on the case as it was seen; the answer is the case after it. */
export function sendStep(
  desk: Desk,
  step: FormStep,
  { id, eventCount: expected }: Pick<CaseDetail, 'id' | 'eventCount'>,
  draft: StepDraft,
): Promise<CaseDetail> {
  const params = { id }
  const { reason, rule, unit, due } = draft
  switch (step) {
    case 'accept':
      return desk.ask(deskCases.accept, { params, body: { expected } })
    case 'decline':
      return desk.ask(deskCases.decline, { params, body: { expected, reason, rule } })
    case 'assign':
      return desk.ask(deskCases.assign, { params, body: { expected, unit } })
    case 'transfer':
      return desk.ask(deskCases.transfer, { params, body: { expected, unit, reason } })
    case 'requestMore':
      return desk.ask(deskCases.requestMore, { params, body: { expected, question: draft.question } })
    case 'extend':
      return desk.ask(deskCases.extend, { params, body: { expected, reason, due } })
    case 'answer': {
      const photos = draft.photos.map(({ sha256 }) => sha256)
      return desk.ask(deskCases.answer, { params, body: { expected, text: draft.answer, photos } })
    }
    case 'close':
      return desk.ask(deskCases.close, { params, body: { expected } })
    case 'separate':
      return desk.ask(deskCases.separate, { params, body: { expected, reason } })
    case 'publish': {
      const answer = draft.textAnswer?.trim() ?? ''
      const body = { expected, text: draft.text ?? '', answer: answer === '' ? null : answer }
      return desk.ask(deskCases.publish, { params, body })
    }
    case 'unpublish':
      return desk.ask(deskCases.unpublish, { params, body: { expected } })
  }
}
