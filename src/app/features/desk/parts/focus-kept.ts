import { onBeforeUnmount, onMounted, type ShallowRef } from 'vue'

/**
 * A busy button is disabled, and the browser takes the focus from it and gives it to nothing: it is given back when
 * the button can be pressed again, unless the focus has gone on to something else in the meantime.
 */
export function useFocusKept(root: Readonly<ShallowRef<HTMLElement | null>>): void {
  let focused: EventTarget | null = null
  let waiting: EventTarget | null = null
  const remember = ({ target }: Event) => {
    focused = target
    waiting = null
  }
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (!(target instanceof HTMLButtonElement)) continue
      if (target.disabled) {
        if (target === focused) waiting = target
      } else if (target === waiting) {
        waiting = null
        if (document.activeElement === document.body) target.focus({ preventScroll: true })
      }
    }
  })
  onMounted(() => {
    if (!root.value) return
    root.value.addEventListener('focusin', remember)
    // Who presses on something else lets go of the button.
    root.value.addEventListener('pointerdown', remember)
    observer.observe(root.value, { subtree: true, attributeFilter: ['disabled'] })
  })
  onBeforeUnmount(() => observer.disconnect())
}
