import { onBeforeUnmount, onMounted, type Ref } from 'vue'

export interface ListKeys {
  /** elements in order; each focusable */
  rows: () => HTMLElement[]
  select: (index: number) => void
  search: () => void
  /** goes to what can be done with all that are selected */
  act: () => void
  clear: () => void
  help: Ref<boolean>
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], dialog') !== null

/**
 * Keys of a list: j k and the arrows walk, x selects, b goes to the steps for all that are selected, Escape lets them
 * go, / searches, ? explains. Enter opens, as of any link.
 */
export function useListKeys({ rows, select, search, act, clear, help }: ListKeys): void {
  function walk(by: number): void {
    const all = rows()
    const at = all.findIndex((row) => row.contains(document.activeElement))
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  function press(event: KeyboardEvent): void {
    const checkbox = event.target instanceof HTMLInputElement && event.target.type === 'checkbox'
    if (event.ctrlKey || event.metaKey || event.altKey || (isTyping(event.target) && !checkbox)) return
    const at = rows().findIndex((row) => row.closest('tr, li')?.contains(document.activeElement))
    if (event.key === 'j' || event.key === 'ArrowDown') walk(1)
    else if (event.key === 'k' || event.key === 'ArrowUp') walk(-1)
    else if (event.key === 'x' && at >= 0) select(at)
    else if (event.key === 'b') act()
    else if (event.key === 'Escape') clear()
    else if (event.key === '/') search()
    else if (event.key === '?') help.value = true
    else return
    event.preventDefault()
  }
  onMounted(() => document.addEventListener('keydown', press))
  onBeforeUnmount(() => document.removeEventListener('keydown', press))
}
