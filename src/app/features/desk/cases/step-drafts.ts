/**
 * What was typed for a step and not sent: it outlives a conflict, another step chosen, a look at another case, and, but
 * for its photos, a lost network and a closed tab.
 */
import { defineStore } from 'pinia'
import { effectScope, type EffectScope, reactive, watch } from 'vue'
import { useServices } from '../../../services.ts'
import { useDesk } from '../desk-store.ts'
import { dropDraft, dropOldDrafts, keepDraft, keptDraft } from '../parts/kept-drafts.ts'
import type { FormStep } from './send-step.ts'

export interface StepDraft {
  reason: string
  rule: string
  unit: string
  question: string
  due: string
  answer: string
  /** names of photos that the server holds, with an address to show each by */
  photos: { sha256: string; url: string }[]
  /** what is to be published; undefined until it was opened */
  text?: string
  textAnswer?: string
  /** ISO instant: it was written before this tab was opened, and is there again */
  restored?: string
  /** photos that were chosen then, and are to be chosen again */
  lostPhotos?: number
}

export const emptyDraft = (): StepDraft => ({
  reason: '',
  rule: '',
  unit: '',
  question: '',
  due: '',
  answer: '',
  photos: [],
})

/** The step whose words a draft holds: where one goes on writing. */
export function stepOfDraft(draft: StepDraft, steps: readonly string[]): FormStep | undefined {
  const held: [FormStep, string | undefined][] = [
    ['answer', draft.answer],
    ['requestMore', draft.question],
    ['decline', draft.rule],
    ['extend', draft.due],
    ['transfer', draft.unit && draft.reason],
    ['separate', draft.reason],
  ]
  return held.find(([step, words]) => words && steps.includes(step))?.[0]
}

export const useStepDrafts = defineStore('desk-step-drafts', () => {
  const desk = useDesk()
  const services = useServices()
  const drafts = reactive(new Map<string, StepDraft>())
  const watching = new Map<string, EffectScope>()
  dropOldDrafts(services.now())
  /** Of this member of staff alone: the next one at the same desk begins with nothing. */
  const keyOf = (caseId: string) => `${desk.staff?.id ?? ''} ${caseId}`

  function of(caseId: string): StepDraft {
    const key = keyOf(caseId)
    const known = drafts.get(key)
    if (known) return known
    const kept = keptDraft(key, services.now())
    const draft = reactive<StepDraft>({
      ...emptyDraft(),
      ...kept?.words,
      ...(kept && { restored: new Date(kept.at).toISOString() }),
      ...(kept && kept.photos > 0 && { lostPhotos: kept.photos }),
    })
    drafts.set(key, draft)
    // Not of the component that happens to ask first; and at once: a tab that is being closed draws nothing any more.
    const scope = effectScope(true)
    const keep = () => keepDraft(key, draft, draft.photos.length, services.now())
    scope.run(() => watch(draft, keep, { deep: true, flush: 'sync' }))
    watching.set(key, scope)
    return draft
  }
  function clear(caseId: string): void {
    const key = keyOf(caseId)
    watching.get(key)?.stop()
    watching.delete(key)
    drafts.delete(key)
    dropDraft(key)
  }
  return { of, clear }
})
