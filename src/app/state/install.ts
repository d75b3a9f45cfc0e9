/** Putting the app on the home screen: what this browser offers. */
import { shallowRef } from 'vue'

/** Chromium's own event; no type for it stands in the DOM library. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
}

const prompt = shallowRef<InstallPrompt>()

/** Chromium fires this once, early; it has to be listened for from the first moment. */
export function listenForInstall(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    prompt.value = event as InstallPrompt
  })
  window.addEventListener('appinstalled', () => (prompt.value = undefined))
}

const standalone = () =>
  matchMedia('(display-mode: standalone)').matches ||
  ('standalone' in navigator && navigator.standalone === true)

/** `prompt`: the browser can be asked; `share`: iOS, where the user does it by hand; undefined: neither. */
export function installWay(): 'prompt' | 'share' | undefined {
  if (standalone()) return undefined
  if (prompt.value) return 'prompt'
  return /iPhone|iPad|iPod/.test(navigator.userAgent) ? 'share' : undefined
}

export async function install(): Promise<void> {
  const event = prompt.value
  prompt.value = undefined
  await event?.prompt()
}
