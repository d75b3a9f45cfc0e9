import { nextTick, reactive, ref, toRaw, useTemplateRef, watch, type Ref } from 'vue'
import type { Draft, Filing } from '#sync/services'
import { useServices } from '../services.ts'
import { useAutosave, type Autosave } from './autosave.ts'

interface About<Form, Problems> {
  id: string
  initial: Form
  draft?: Draft | undefined
  kind: Draft['kind']
  /** what keeps the form from being filed; one key each */
  problemsOf(form: Form): Problems
  /** hashes of the photos it holds */
  photosOf?(form: Form): string[]
  /** what is filed; asked once saving has stopped, and again where filing failed and is tried anew */
  requestOf(form: Form): Promise<Parameters<Filing['file']>[0]>
  /** the record is on disk: where to now */
  filed(): Promise<unknown>
}

export interface FilingForm<Form, Problems> {
  form: Form
  autosave: Autosave<Form>
  /** empty until it was tried to file the form, from then on kept true with every change */
  problems: Ref<Problems>
  tried: Ref<boolean>
  busy: Ref<boolean>
  failure: Ref<unknown>
  submit: () => Promise<void>
}

/**
 * A form from its first key to the record on disk: saved as it is typed, checked once it was tried, filed once however
 * often it is submitted. The form's element is the template ref `page`.
 */
export function useFilingForm<Form extends object, Problems extends object>(
  about: About<Form, Problems>,
): FilingForm<Form, Problems> {
  const { filing } = useServices()
  const form = reactive(structuredClone(toRaw(about.initial))) as Form
  const autosave = useAutosave<Form>(about.id, about.kind, about.draft)
  watch(form, () => autosave.save(form, about.photosOf?.(form)), { deep: true, flush: 'sync' })

  const problems = ref({}) as Ref<Problems>
  const tried = ref(false)
  watch(form, () => tried.value && (problems.value = about.problemsOf(form)))

  const busy = ref(false)
  const failure = ref<unknown>()
  const page = useTemplateRef<HTMLFormElement>('page')

  async function submit(): Promise<void> {
    if (busy.value) return
    tried.value = true
    problems.value = about.problemsOf(form)
    if (Object.keys(problems.value).length > 0) {
      await nextTick()
      const wrong = page.value?.querySelector<HTMLElement>('[aria-invalid="true"], .field-error')
      wrong?.scrollIntoView({ block: 'center' })
      wrong?.focus({ preventScroll: true })
      return
    }
    busy.value = true
    failure.value = undefined
    try {
      // No keystroke may write the draft again after the one transaction that files the record and removes it.
      await autosave.stop()
      await filing.file(await about.requestOf(toRaw(form)))
      await about.filed()
    } catch (error) {
      failure.value = error
      busy.value = false
      autosave.resume()
    }
  }
  return { form, autosave, problems, tried, busy, failure, submit }
}
