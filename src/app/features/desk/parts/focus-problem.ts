import { nextTick } from 'vue'

/** Brings the first field of `root` that is marked as wrong into view and under the keyboard, once that is drawn. */
export async function focusProblem(root: HTMLElement | null | undefined): Promise<void> {
  await nextTick()
  root?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
