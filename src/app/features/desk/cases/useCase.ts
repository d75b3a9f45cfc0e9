import * as v from 'valibot'
import { onMounted, ref, shallowRef, watch } from 'vue'
import { CaseConflict, type CaseDetail, deskCases, type RelatedCase } from '#contract/desk/cases'
import { ServiceError } from '#sync/services'
import { m } from '../../../i18n/index.ts'
import { useToast } from '../../../ui/toast.ts'
import { useDesk } from '../desk-store.ts'
import { stepName } from './desk-words.ts'
import { type FormStep, sendStep } from './send-step.ts'
import { useStepDrafts } from './step-drafts.ts'

/** A case at the desk: reading it, taking a step on it, and what happens where somebody else was quicker. */
export function useCase(id: () => string) {
  const desk = useDesk()
  const drafts = useStepDrafts()
  const toast = useToast()
  const detail = shallowRef<CaseDetail>()
  const failure = ref<unknown>()
  /** why a step was not taken; the form stays as it is */
  const refusal = ref<unknown>()
  const conflict = shallowRef<CaseConflict>()
  const busy = ref(false)
  const step = ref<FormStep>()

  async function read(): Promise<void> {
    failure.value = undefined
    try {
      const asked = id()
      const told = await desk.ask(deskCases.detail, { params: { id: asked } })
      if (asked === id()) detail.value = told
    } catch (error) {
      failure.value = error
    }
  }

  /**
   * Runs what may be refused; on a conflict the case is read anew, and what was typed stays. `done` stands in one
   * drawing with the case as it is then: a form left open over it would say that its step cannot be taken any more.
   */
  async function attempt(work: () => Promise<CaseDetail>, done: () => void): Promise<void> {
    if (busy.value) return
    busy.value = true
    refusal.value = conflict.value = undefined
    try {
      detail.value = await work()
      done()
    } catch (error) {
      const told =
        error instanceof ServiceError && error.code === 'conflict'
          ? v.safeParse(CaseConflict, error.details)
          : undefined
      if (told?.success) conflict.value = told.output
      else refusal.value = error
      if (error instanceof ServiceError && ['conflict', 'illegalTransition'].includes(error.code))
        await read()
    } finally {
      busy.value = false
    }
  }

  async function send(): Promise<void> {
    const [taken, seen] = [step.value, detail.value]
    if (!taken || !seen) return
    await attempt(
      () => sendStep(desk, taken, seen, drafts.of(seen.id)),
      () => {
        drafts.clear(seen.id)
        step.value = undefined
        toast.show(m.desk_cases_done({ step: stepName(taken) }))
      },
    )
  }

  async function merge(other: RelatedCase): Promise<void> {
    const seen = detail.value
    if (!seen) return
    const cases = [{ id: other.id, expected: other.eventCount }]
    const body = { expected: seen.eventCount, cases }
    await attempt(
      () => desk.ask(deskCases.merge, { params: { id: seen.id }, body }),
      () => toast.show(m.desk_cases_done({ step: m.desk_cases_t_merge() })),
    )
  }

  function choose(next: FormStep | undefined): void {
    step.value = next
    refusal.value = conflict.value = undefined
  }
  function noted(note: CaseDetail['notes'][number]): void {
    if (detail.value) detail.value = { ...detail.value, notes: [...detail.value.notes, note] }
  }

  onMounted(read)
  watch(id, () => {
    detail.value = undefined
    choose(undefined)
    void read()
  })
  return { detail, failure, refusal, conflict, busy, step, read, send, merge, choose, noted }
}
