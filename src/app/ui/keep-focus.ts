/** A screen that takes the focus itself has done so by then. */
const SETTLED_MS = 100
/** No field to write in: on a phone it would bring up the keyboard. */
const HEADING = 'h1[tabindex], h2[tabindex]'
const CONTROL = 'a[href], button:enabled, input:is([type=file], [type=radio], [type=checkbox])'

/**
 * Whoever works with keys or a screen reader stands where the focus is. What has it may go: a row that was deleted, a
 * button whose panel opened, a screen that another one followed. Then it goes to the heading or the first control of
 * the nearest part that is still there, and not to the top of the page. Who left it on purpose is left alone.
 */
export function keepFocus(root: HTMLElement): void {
  let path: Element[] = []
  const lost = () => document.activeElement === document.body && path[0]?.isConnected === false

  root.addEventListener('focusin', ({ target }) => {
    path = []
    for (let at = target as Element | null; at && at !== root; at = at.parentElement) path.push(at)
  })
  // Some browsers say so too when what had it is taken away: only then it is not there any more.
  root.addEventListener('focusout', () =>
    setTimeout(() => {
      if (document.activeElement === document.body && !lost()) path = []
    }),
  )
  new MutationObserver(() => {
    if (lost())
      setTimeout(() => {
        if (!lost()) return
        for (const part of path) {
          const next =
            part.isConnected &&
            (part.querySelector<HTMLElement>(HEADING) ?? part.querySelector<HTMLElement>(CONTROL))
          if (next) {
            next.focus({ preventScroll: true })
            return
          }
        }
      }, SETTLED_MS)
  }).observe(root, { childList: true, subtree: true })
}
