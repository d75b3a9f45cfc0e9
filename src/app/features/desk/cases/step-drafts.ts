/** What was typed for a step and not sent: it outlives a conflict, another step chosen, and a look at another case. */
import { defineStore } from 'pinia'
import { reactive } from 'vue'
import { useDesk } from '../desk-store.ts'

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

export const useStepDrafts = defineStore('desk-step-drafts', () => {
  const desk = useDesk()
  const drafts = reactive(new Map<string, StepDraft>())
  /** Of this member of staff alone: the next one at the same desk begins with nothing. */
  const keyOf = (caseId: string) => `${desk.staff?.id ?? ''} ${caseId}`

  function of(caseId: string): StepDraft {
    const key = keyOf(caseId)
    if (!drafts.has(key)) drafts.set(key, emptyDraft())
    return drafts.get(key) ?? emptyDraft()
  }
  const clear = (caseId: string) => drafts.delete(keyOf(caseId))
  return { of, clear }
})
