/** Changes that were typed into a form over what the server holds: kept in this browser until they are saved. */
import { shallowRef } from 'vue'
import * as v from 'valibot'
import { sameData } from '#domain/catalogue/delta'
import { useServices } from '../../../services.ts'
import { useDesk } from '../desk-store.ts'
import { dropDraft, keepDraft, keptDraft } from './kept-drafts.ts'

const Changes = v.object({
  /** what the changed fields held when they were changed, and what they were changed to */
  was: v.record(v.string(), v.unknown()),
  is: v.record(v.string(), v.unknown()),
})

/** Told to whoever comes back. */
export interface KeptBack {
  /** ISO instant of the last keystroke */
  at: string
  /** the server holds something else in one of these fields than when it was changed */
  moved: boolean
}

/**
 * Keeps the changed fields of a form for this member of staff alone, over a lost network or a closed tab.
 * @param fields what each field may hold: what is kept was written by another version of the app, or by anybody
 */
export function useKeptChanges<T extends object>(fields: { [K in keyof T]: v.GenericSchema<unknown, T[K]> }) {
  const services = useServices()
  const staff = useDesk().staff?.id ?? ''
  const names = Object.keys(fields) as (keyof T & string)[]
  const back = shallowRef<KeptBack>()
  let key: string | undefined
  let kept: Partial<T> = {}

  /** The form about one thing is opened over `base`: with what is kept of it laid over that. */
  function open(about: string, base: T): T {
    key = `${staff} ${about}`
    const draft = keptDraft(key, services.now())
    const changes = readChanges(draft?.words.changes)
    const changed = names.filter(
      (name) =>
        changes !== undefined &&
        Object.hasOwn(changes.is, name) &&
        v.is(fields[name], changes.is[name]) &&
        !sameData(changes.is[name], base[name]),
    )
    kept = Object.fromEntries(changed.map((name) => [name, changes?.is[name]])) as Partial<T>
    back.value =
      draft && changes && changed.length > 0
        ? {
            at: new Date(draft.at).toISOString(),
            moved: changed.some((name) => !sameData(changes.was[name], base[name])),
          }
        : undefined
    if (draft && changed.length === 0) dropDraft(key)
    return { ...base, ...kept }
  }

  /** Keeps in what `typed` differs from `base`; forgets all where it does not. */
  function keep(base: T, typed: T): void {
    if (key === undefined) return
    const changed = names.filter((name) => !sameData(base[name], typed[name]))
    const of = (from: T) => Object.fromEntries(changed.map((name) => [name, from[name]])) as Partial<T>
    const is = of(typed)
    // Opening a form is not yet typing: what was brought back keeps its age.
    if (sameData(is, kept)) return
    kept = is
    if (changed.length === 0) forget()
    else keepDraft(key, { changes: JSON.stringify({ was: of(base), is }) }, 0, services.now())
  }

  function forget(): void {
    back.value = undefined
    kept = {}
    if (key !== undefined) dropDraft(key)
  }
  return { back, open, keep, forget }
}

function readChanges(text: string | undefined): v.InferOutput<typeof Changes> | undefined {
  try {
    const changes = v.safeParse(Changes, JSON.parse(text ?? 'null'))
    return changes.success ? changes.output : undefined
  } catch {
    return undefined
  }
}
