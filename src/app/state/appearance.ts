/** How the document looks: language, theme and text size, as attributes of the root element. */
import type { Settings } from '#sync/services'
import { setLocale } from '../i18n/index.ts'

type Look = Pick<Settings, 'locale' | 'theme' | 'textScale'>

/** What `first-paint.js` reads before the first paint of the next start. */
const MIRROR = 'mingcha.look'

/** Applies the settings to the document, and keeps a copy where the next start finds it before anything is painted. */
export function applyLook({ locale, theme, textScale }: Look): void {
  const root = document.documentElement
  // The page itself follows the system.
  const ownColours = theme !== 'system' || root.dataset.theme !== undefined
  setLocale(locale)
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  if (textScale === 1) delete root.dataset.scale
  else root.dataset.scale = String(textScale)
  if (ownColours) paintBrowserBar()
  try {
    localStorage.setItem(MIRROR, JSON.stringify({ locale, theme, textScale }))
  } catch {
    // Without storage the first paint follows the system; the settings themselves are kept elsewhere.
  }
}

/** The bar of the browser takes the colour of the ground. */
function paintBrowserBar(): void {
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--ground').trim()
  if (!ground) return
  for (const meta of document.querySelectorAll('meta[name="theme-color"]'))
    meta.setAttribute('content', ground)
}
