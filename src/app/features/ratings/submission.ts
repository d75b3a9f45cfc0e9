import { poor, tagsOfLevel } from '#domain/ratings/tags'
import type { RatingLevel, RatingSubmission } from '#domain/ratings/types'
import { plainSubject } from '../../state/subject-names.ts'
import type { RatingForm } from './draft-schema.ts'

export const MAX_TEXT = 1000
export const MAX_DAYS = 3650
const PHONE = /^[0-9+\- ]{5,20}$/

export interface RatingProblems {
  subject?: 'missing'
  level?: 'missing'
  text?: 'tooLong'
  phone?: 'missing' | 'malformed'
}

export function problemsOf(form: RatingForm): RatingProblems {
  const problems: RatingProblems = {}
  if (Object.keys(plainSubject(form.subject)).length === 0) problems.subject = 'missing'
  if (form.level === undefined) problems.level = 'missing'
  if (form.text.trim().length > MAX_TEXT) problems.text = 'tooLong'
  const phone = form.contact.phone.trim()
  if (wantsCall(form) && !PHONE.test(phone)) problems.phone = phone === '' ? 'missing' : 'malformed'
  return problems
}

/** Whether the office is asked to call: only after a poor rating. */
export function wantsCall(form: RatingForm): boolean {
  return form.level !== undefined && poor(form.level) && form.contact.wanted
}

/** What is filed: tags of another level and a contact that is not asked for stay behind. */
export function submissionOf(
  form: RatingForm & { level: RatingLevel },
  made: { id: string; ratedAt: string },
): RatingSubmission {
  const submission: RatingSubmission = {
    ...made,
    region: form.region,
    subject: plainSubject(form.subject),
    level: form.level,
    tags: tagsOfLevel(form.level, form.tags),
  }
  if (form.caseId !== undefined) submission.caseId = form.caseId
  if (form.text.trim()) submission.text = form.text.trim()
  if (form.actualDays !== undefined) submission.actualDays = form.actualDays
  if (wantsCall(form)) {
    submission.contact = { phone: form.contact.phone.trim(), shareWithUnit: false }
    if (form.contact.name.trim()) submission.contact.name = form.contact.name.trim()
  }
  return submission
}

/** A filed rating as a form again, to be corrected and sent anew. */
export function formOf(submission: RatingSubmission, title: string): RatingForm {
  const { region, subject, level, tags, text, caseId, actualDays, contact } = submission
  const form: RatingForm = {
    region,
    subject,
    title,
    detail: '',
    level,
    tags: [...tags],
    text: text ?? '',
    contact: { wanted: contact !== undefined, name: contact?.name ?? '', phone: contact?.phone ?? '' },
  }
  if (caseId !== undefined) form.caseId = caseId
  if (actualDays !== undefined) form.actualDays = actualDays
  return form
}
