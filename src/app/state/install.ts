/** Putting the app on the home screen: what this browser offers. */
import { installPrompt } from './install-prompt.ts'

const standalone = () =>
  matchMedia('(display-mode: standalone)').matches ||
  ('standalone' in navigator && navigator.standalone === true)

/** `prompt`: the browser can be asked; `share`: iOS, where the user does it by hand; undefined: neither. */
export function installWay(): 'prompt' | 'share' | undefined {
  if (standalone()) return undefined
  if (installPrompt.value) return 'prompt'
  return /iPhone|iPad|iPod/.test(navigator.userAgent) ? 'share' : undefined
}

export async function install(): Promise<void> {
  const event = installPrompt.value
  installPrompt.value = undefined
  await event?.prompt()
}
