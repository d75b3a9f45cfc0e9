import { nextTick, type ShallowRef, watch } from 'vue'

/** What is typed into first; of radio buttons the one that is chosen, as the Tab key would have it. */
const FIELD = ':is(input:not([type=radio]), input:checked, select, textarea):not(:disabled)'

/**
 * A panel that is opened by a button, and may take its place: its first field is under the keyboard when it has
 * opened, and the button, marked `data-opener`, when it has closed. Escape closes it.
 * @param place holds both
 */
export function usePanelFocus(
  open: () => unknown,
  close: () => void,
  place: Readonly<ShallowRef<HTMLElement | null>>,
): void {
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    // It is not meant for the screen behind it.
    event.stopPropagation()
    close()
  }
  watch(open, async (is) => {
    const root = place.value
    if (is) root?.addEventListener('keydown', press)
    else root?.removeEventListener('keydown', press)
    await nextTick()
    root?.querySelector<HTMLElement>(is ? FIELD : '[data-opener]')?.focus()
  })
}
