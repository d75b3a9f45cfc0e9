import type { Contact, CaseSubmission, OneTimeNotice } from '#domain/cases/types'
import { plainSubject } from '../../state/subject-names.ts'
import type { CaseForm } from './draft-schema.ts'

export const MAX_TEXT = 5000
export const MAX_SHOULD_BE = 2000
const PHONE = /^[0-9+\- ]{5,20}$/

/** What keeps a form from being filed; the form puts each into words at its field. */
export interface FormProblems {
  subject?: 'missing' | 'itemMissing'
  disclosureKey?: 'missing'
  disclosureProblem?: 'missing'
  shouldBe?: 'tooLong'
  text?: 'missing' | 'tooLong'
  phone?: 'malformed'
  name?: 'tooLong'
}

export function problemsOf(form: CaseForm): FormProblems {
  const problems: FormProblems = {}
  const report = form.kind === 'disclosureReport'
  if (report && form.subject.item === undefined) problems.subject = 'itemMissing'
  // whose matter it is may be the very question
  else if (form.kind !== 'enquiry' && Object.keys(plainSubject(form.subject)).length === 0)
    problems.subject = 'missing'
  if (report && !form.disclosure.key) problems.disclosureKey = 'missing'
  if (report && !form.disclosure.problem) problems.disclosureProblem = 'missing'
  if (report && form.disclosure.shouldBe.trim().length > MAX_SHOULD_BE) problems.shouldBe = 'tooLong'
  const length = form.text.trim().length
  if (length === 0) problems.text = 'missing'
  if (length > MAX_TEXT) problems.text = 'tooLong'
  if (form.contact.phone.trim() && !PHONE.test(form.contact.phone.trim())) problems.phone = 'malformed'
  if (form.contact.name.trim().length > 50) problems.name = 'tooLong'
  return problems
}

/** The contact as typed, or nothing: without name and phone a case is anonymous. */
function contactOf({ name, phone, shareWithUnit }: CaseForm['contact']): Contact | undefined {
  const contact: Contact = { shareWithUnit }
  if (name.trim()) contact.name = name.trim()
  if (phone.trim()) contact.phone = phone.trim()
  return (contact.name ?? contact.phone) ? contact : undefined
}

/** What is filed. The form has no problems, so key and problem of a disclosure report are there. */
export function submissionOf(
  form: CaseForm,
  made: { id: string; filedAt: string; receiptDigest: string },
): CaseSubmission {
  const submission: CaseSubmission = {
    ...made,
    region: form.region,
    kind: form.kind,
    subject: plainSubject(form.subject),
    text: form.text.trim(),
    public: form.public,
    photos: form.photos.map(({ sha256, bytes, type }) => ({ sha256, bytes, type })),
  }
  const { key, problem, shouldBe } = form.disclosure
  if (form.kind === 'disclosureReport' && key && problem)
    submission.disclosure = shouldBe.trim() ? { key, problem, shouldBe: shouldBe.trim() } : { key, problem }
  if (form.notice) submission.notice = form.notice
  const contact = contactOf(form.contact)
  if (contact) submission.contact = contact
  return submission
}

/** A filed case as a form again, to be corrected and filed anew. */
export function formOf(submission: CaseSubmission, title: string): CaseForm {
  const { contact, disclosure, notice } = submission
  const form: CaseForm = {
    kind: submission.kind,
    region: submission.region,
    subject: submission.subject,
    title,
    detail: '',
    disclosure: disclosure
      ? { key: disclosure.key, problem: disclosure.problem, shouldBe: disclosure.shouldBe ?? '' }
      : { shouldBe: '' },
    text: submission.text,
    photos: submission.photos,
    contact: {
      open: contact !== undefined,
      name: contact?.name ?? '',
      phone: contact?.phone ?? '',
      shareWithUnit: contact?.shareWithUnit ?? false,
    },
    public: submission.public,
  }
  return notice ? { ...form, notice } : form
}

/** A kept notice as it was made, without what its owner ticked off on it. */
export function slipOf(kept: OneTimeNotice): OneTimeNotice {
  const { id, region, item, itemName, department, catalogueVersion, madeAt, materials, source } = kept
  const slip: OneTimeNotice = { id, region, item, itemName, department, catalogueVersion, madeAt, materials }
  return source === undefined ? slip : { ...slip, source }
}
