import { nextTick } from 'vue'

/** Brings an element into the middle of the window and under the keyboard. */
export function bringUp(element: HTMLElement | null | undefined): void {
  element?.scrollIntoView({ block: 'center' })
  element?.focus({ preventScroll: true })
}

/** The first field of `root` that is marked as wrong, once that is drawn. */
export async function focusProblem(root: HTMLElement | null | undefined): Promise<void> {
  await nextTick()
  bringUp(root?.querySelector<HTMLElement>('[aria-invalid="true"], .field-error'))
}
