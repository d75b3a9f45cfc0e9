/** What Chromium offers for putting the app on the home screen; apart from `install.ts`, which the start does not need. */
import { shallowRef } from 'vue'

/** Chromium's own event; no type for it stands in the DOM library. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
}

export const installPrompt = shallowRef<InstallPrompt>()

/** Chromium fires this once, early; it has to be listened for from the first moment. */
export function listenForInstall(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    installPrompt.value = event as InstallPrompt
  })
  window.addEventListener('appinstalled', () => (installPrompt.value = undefined))
}
