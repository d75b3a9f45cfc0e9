/**
 * What was typed at a desk and not sent, kept in this browser: a lost network, a closed tab or a power cut costs no
 * word. Nothing that the server holds is in it: no contact, no photo, no words of a citizen's. It belongs to one member of staff, goes when
 * the step was taken, and is forgotten after a month.
 */
import * as v from 'valibot'

const PREFIX = 'mingcha-desk-draft '
const KEPT_MS = 30 * 86_400_000
const WORDS = ['reason', 'rule', 'unit', 'question', 'due', 'answer', 'changes'] as const

const Kept = v.object({
  at: v.number(),
  words: v.record(v.picklist(WORDS), v.string()),
  /** photos were chosen too, which are to be chosen again */
  photos: v.number(),
})
export type KeptWords = Partial<Record<(typeof WORDS)[number], string>>
export type KeptDraft = Omit<v.InferOutput<typeof Kept>, 'words'> & { words: KeptWords }

/** Browsers may forbid it, or be full: then a draft lives as long as its tab. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}

/** Keeps the words; removes what is kept where there are none. */
export function keepDraft(key: string, words: KeptWords, photos: number, at: number): void {
  const said = Object.fromEntries(WORDS.flatMap((name) => (words[name]?.trim() ? [[name, words[name]]] : [])))
  try {
    if (Object.keys(said).length === 0) storage()?.removeItem(PREFIX + key)
    else storage()?.setItem(PREFIX + key, JSON.stringify({ at, words: said, photos }))
  } catch {
    // full: see above
  }
}

/** What is kept under the key, if it is not too old. */
export function keptDraft(key: string, now: number): KeptDraft | undefined {
  const kept = readKept(PREFIX + key)
  return kept !== undefined && now - kept.at <= KEPT_MS ? kept : undefined
}

export const dropDraft = (key: string): void => storage()?.removeItem(PREFIX + key)

/** Forgets what nobody came back to. */
export function dropOldDrafts(now: number): void {
  for (const key of Object.keys(storage() ?? {})) {
    if (!key.startsWith(PREFIX)) continue
    const kept = readKept(key)
    if (kept === undefined || now - kept.at > KEPT_MS) storage()?.removeItem(key)
  }
}

function readKept(key: string): KeptDraft | undefined {
  try {
    const kept = v.safeParse(Kept, JSON.parse(storage()?.getItem(key) ?? 'null'))
    return kept.success ? kept.output : undefined
  } catch {
    return undefined
  }
}
