import { computed, reactive } from 'vue'
import { missingAnswers, sectionProgress, visibleQuestions } from '#domain/inspections/checklist'
import { tooLongAnswers } from '#domain/inspections/lengths'
import { answerPhotos, type InspectionDraft } from '#domain/inspections/record'
import { scoreInspection } from '#domain/inspections/score'
import type { Answer, AnswerValue, Checklist, InspectionLocation, Question } from '#domain/inspections/types'
import type { PhotoRef } from '#domain/cases/types'
import type { Draft } from '#sync/services'
import { useServices } from '../../services.ts'
import { useAutosave } from '../../state/autosave.ts'

/** What an answer is before anything is said, where a note or a photo may come first. */
export function blank(question: Question): AnswerValue | undefined {
  switch (question.kind) {
    case 'text':
      return { kind: 'text', value: '' }
    case 'photo':
      return { kind: 'photo' }
    case 'itemCheck':
      return { kind: 'itemCheck', value: [] }
    default:
      return undefined
  }
}

/** An inspection under way: its draft, saved at every change, and what follows from it. */
export function useInspection(checklist: Checklist, stored: Draft, from: InspectionDraft) {
  const services = useServices()
  const draft = reactive<InspectionDraft>(structuredClone(from))
  const autosave = useAutosave<InspectionDraft>(stored.id, 'inspection', stored)

  const questions = computed(() => visibleQuestions(checklist, draft.answers))
  const progress = computed(() => sectionProgress(checklist, draft.answers))
  const missing = computed(() => missingAnswers(checklist, draft.answers))
  const tooLong = computed(() => tooLongAnswers(checklist, draft.answers))
  const score = computed(() => scoreInspection(checklist, draft.answers))
  /** questions that show and whose timer runs */
  const running = computed(() =>
    questions.value.filter((question) => draft.timers[question.id] !== undefined),
  )

  function save(): void {
    autosave.save(draft, [...new Set(answerPhotos(draft.answers).map((photo) => photo.sha256))])
  }

  /** Note and photos stay with the question whatever is answered. */
  function answer(question: Question, value: AnswerValue): void {
    const { note, photos } = draft.answers[question.id] ?? {}
    const next: Answer = { ...value, ...(note && { note }), ...(photos && { photos }) }
    draft.answers[question.id] = next
    save()
  }

  function clear(question: Question): void {
    // Vue sees the removal of a member of a reactive record.
    Reflect.deleteProperty(draft.answers, question.id)
    save()
  }

  const base = (question: Question): Answer | undefined => draft.answers[question.id] ?? blank(question)

  function note(question: Question, text: string): void {
    const now = base(question)
    if (!now) return
    const next = { ...now, note: text }
    if (text === '') Reflect.deleteProperty(next, 'note')
    draft.answers[question.id] = next
    save()
  }

  function photos(question: Question, list: readonly PhotoRef[]): void {
    const now = base(question)
    if (!now) return
    for (const { sha256, bytes } of list) draft.photoBytes[sha256] = bytes
    const next = { ...now, photos: list.map((photo) => photo.sha256) }
    if (list.length === 0) Reflect.deleteProperty(next, 'photos')
    draft.answers[question.id] = next
    save()
  }

  const photosOf = (question: Question): PhotoRef[] =>
    (draft.answers[question.id]?.photos ?? []).map((sha256) => ({
      sha256,
      bytes: draft.photoBytes[sha256] ?? 0,
      type: 'image/jpeg',
    }))

  /** The instant is stored, not the seconds: the timer runs on through a reload, a lock and a dead battery. */
  function startTimer(question: Question): void {
    draft.timers[question.id] = new Date(services.now()).toISOString()
    clear(question)
  }
  function elapsed(question: Question, now: number): number {
    const started = draft.timers[question.id]
    return started === undefined ? 0 : Math.max(0, Math.floor((now - Date.parse(started)) / 1000))
  }
  function stopTimer(question: Question): void {
    const value = elapsed(question, services.now())
    Reflect.deleteProperty(draft.timers, question.id)
    answer(question, { kind: 'timer', value })
  }

  function goTo(id: string): void {
    draft.at = id
    save()
  }

  function locate(location: InspectionLocation): void {
    draft.location = location
    save()
  }

  return {
    checklist,
    draft,
    autosave,
    questions,
    progress,
    missing,
    tooLong,
    score,
    running,
    answer,
    clear,
    note,
    photos,
    photosOf,
    startTimer,
    stopTimer,
    elapsed,
    goTo,
    locate,
  }
}
export type InspectionWork = ReturnType<typeof useInspection>
