// Language, theme and text size of the last visit, before anything is painted. A file of its own because the
// content security policy allows no inline script; `state/appearance.ts` writes what it reads.
try {
  const look = JSON.parse(localStorage.getItem('mingcha.look') || '{}')
  const root = document.documentElement
  if (look.locale === 'en') root.lang = 'en'
  if (look.theme === 'light' || look.theme === 'dark') root.dataset.theme = look.theme
  if (look.textScale === 1.25 || look.textScale === 1.5) root.dataset.scale = look.textScale
} catch {
  // the system's look will do
}
