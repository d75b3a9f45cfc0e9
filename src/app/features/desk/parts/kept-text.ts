import { type Ref, ref, watch } from 'vue'
import { useServices } from '../../../services.ts'
import { useDesk } from '../desk-store.ts'
import { keepDraft, keptDraft } from './kept-drafts.ts'

/**
 * A text that is written at this desk about one thing, named by `about`: there again after a lost network or a closed
 * tab, for this member of staff alone. Emptying it, as one does when it was sent, forgets it.
 */
export function useKeptText(about: string): Ref<string> {
  const services = useServices()
  const key = `${useDesk().staff?.id ?? ''} ${about}`
  const text = ref(keptDraft(key, services.now())?.words.answer ?? '')
  // At once: a tab that is being closed draws nothing any more.
  watch(text, (answer) => keepDraft(key, { answer }, 0, services.now()), { flush: 'sync' })
  return text
}
