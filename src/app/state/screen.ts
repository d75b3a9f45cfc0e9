import { nextTick, readonly, ref } from 'vue'

const announcement = ref('')
/** What a screen reader is told when a screen has arrived. */
export const announced = readonly(announcement)

/**
 * Names the screen that is shown now: in the window's title, and to a screen reader. The reading position moves to its
 * heading unless the user is already somewhere in it. A screen whose name has to be read first calls this again.
 */
export async function nameScreen(title: string, main: HTMLElement | null): Promise<void> {
  document.title = title
  await nextTick()
  announcement.value = title
  const active = document.activeElement
  if (active !== main && main?.contains(active)) return
  const heading = main?.querySelector<HTMLElement>('h1[tabindex]')
  ;(heading ?? main)?.focus({ preventScroll: true })
}
