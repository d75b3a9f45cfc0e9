import { computed, ref, shallowRef, watch } from 'vue'
import * as v from 'valibot'
import { deskCatalogue } from '#contract/desk/catalogue'
import { ServiceItemSchema } from '#contract/catalogue'
import type { AnswerOf } from '#contract/endpoint'
import { sameData } from '#domain/catalogue/delta'
import { editOf, type ItemEdit } from '#domain/catalogue/edit'
import { useDesk } from '../desk-store.ts'
import { useKeptChanges } from '../parts/kept-changes.ts'

const text = v.string()
type Detail = AnswerOf<typeof deskCatalogue.item>

/** An item at the desk and what is typed of it: read, kept in this browser until it is saved, saved, discarded. */
export function useItemEdit(code: () => string) {
  const desk = useDesk()
  const detail = shallowRef<Detail>()
  const edit = ref<ItemEdit>()
  const failure = ref<unknown>()
  const { back, open, keep, forget } = useKeptChanges<ItemEdit>({
    ...{ name: text, legalBasis: text, conditions: text, procedure: text, statutoryLimit: text },
    ...{ promisedLimit: text, feeBasis: text, feeStandard: text, consult: text, complaint: text },
    materials: ServiceItemSchema.entries.materials.wrapped,
  })
  const writes = () => desk.can('catalogue.write')

  /** What the server holds: the edit that waits to be published, or else what is published. */
  const saved = ({ edit: waiting, item }: Detail): ItemEdit => waiting?.edit ?? editOf(item)
  // At once: a tab that is being closed draws nothing any more.
  watch(
    edit,
    (typed) => {
      if (detail.value && typed && writes()) keep(saved(detail.value), typed)
    },
    { deep: true, flush: 'sync' },
  )

  const ask = () => desk.ask(deskCatalogue.item, { params: { code: code() } })
  /** Reads the item, and lays over it what was typed earlier and not saved. */
  async function read(): Promise<void> {
    failure.value = undefined
    try {
      const told = await ask()
      detail.value = told
      edit.value = { ...(writes() ? open(`item ${told.item.code}`, saved(told)) : saved(told)) }
    } catch (error) {
      failure.value = error
    }
  }
  /** Reads it anew; what is typed now stays over it. */
  async function readUnder(): Promise<void> {
    failure.value = undefined
    try {
      detail.value = await ask()
    } catch (error) {
      failure.value = error
    }
  }
  /** Lets go of what was typed, for what the server holds now. */
  async function readOver(): Promise<void> {
    forget()
    await read()
  }

  const trimmed = computed<ItemEdit | undefined>(() => {
    if (!edit.value) return undefined
    const { materials, ...texts } = edit.value
    const words = Object.entries(texts).map(([key, words]) => [key, words.trim()] as const)
    return {
      ...(Object.fromEntries(words) as Omit<ItemEdit, 'materials'>),
      materials: materials
        .map((one) => ({ ...one, name: one.name.trim() }))
        .filter(({ name }) => name !== ''),
    }
  })
  /** Throws what the server says; then what was typed stays as it is. */
  async function save(): Promise<void> {
    const [seen, sent] = [detail.value, trimmed.value]
    if (!seen || !sent) return
    const before = { ...edit.value }
    const { version, edit: waiting } = seen
    const body = { version, revision: waiting?.revision ?? 0, edit: sent }
    detail.value = await desk.ask(deskCatalogue.save, { params: { code: seen.item.code }, body })
    const since = edit.value
    forget()
    // What was typed while it was on its way is not in it.
    if (since && !sameData(since, before)) keep(saved(detail.value), since)
    else edit.value = { ...saved(detail.value) }
  }
  async function discard(): Promise<void> {
    const revision = detail.value?.edit?.revision
    if (revision === undefined) return
    await desk.ask(deskCatalogue.discard, { params: { code: code() }, body: { revision } })
    await readOver()
  }
  watch(code, () => void read(), { immediate: true })
  return { detail, edit, trimmed, failure, back, read, readUnder, readOver, save, discard }
}
