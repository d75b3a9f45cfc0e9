import { nextTick, watch } from 'vue'
import { m } from '../../../i18n/index.ts'
import { nameScreen } from '../../../state/screen.ts'

/**
 * Names the screen by the one thing it shows, as soon as that is known: several are open at a desk side by side, and
 * their windows must be told apart. The reading position stays where it is.
 */
export function useScreenName(name: () => string | undefined): void {
  watch(
    name,
    async (known) => {
      if (known === undefined || known === '') return
      // The shell names a screen that has just come by its kind first.
      await nextTick()
      await nameScreen(`${known} · ${m.shell_app_name()}`, null)
    },
    { immediate: true },
  )
}
