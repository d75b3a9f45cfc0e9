// Stands in the page itself and runs before anything is painted: language, theme and text size of the last visit, as
// `state/appearance.ts` left them, and the files of the first screen asked for at once instead of one after the other.
// A build puts their addresses in place of FIRST.
try {
  const kept = localStorage.getItem('mingcha.look')
  const look = JSON.parse(kept || '{}')
  const root = document.documentElement
  if (!kept && !navigator.serviceWorker?.controller)
    root.dataset.visit = location.pathname === '/' ? 'home' : 'first'
  if ((look.locale || navigator.language.toLowerCase().slice(0, 2)) !== 'zh') root.lang = 'en'
  if (look.theme === 'light' || look.theme === 'dark') root.dataset.theme = look.theme
  if (look.textScale === 1.25 || look.textScale === 1.5) root.dataset.scale = look.textScale
} catch {
  // the system's look will do
}
// The database takes long to open: asked for now, the browser has it open when the app wants it. Where there is none,
// none is made.
if (navigator.serviceWorker?.controller)
  try {
    const warm = indexedDB.open('mingcha')
    warm.onupgradeneeded = () => warm.transaction.abort()
    warm.onsuccess = () => warm.result.close()
  } catch {
    // the app will say what is wrong
  }
{
  const first = FIRST
  const ask = (href, rel, as) =>
    document.head.append(Object.assign(document.createElement('link'), { rel, as, crossOrigin: '', href }))
  const askEnglish = () => ask(first.english, 'preload', 'fetch')
  // The words of a first visit stand in the page, in English too: the larger file waits until they are painted.
  if (first && document.documentElement.lang === 'en')
    if (document.documentElement.dataset.visit && globalThis.PerformanceObserver)
      new PerformanceObserver((_, painted) => {
        painted.disconnect()
        askEnglish()
      }).observe({ type: 'paint', buffered: true })
    else askEnglish()
  if (first && location.pathname === '/')
    for (const href of navigator.serviceWorker?.controller ? first.list : first.welcome)
      if (href.endsWith('.js')) ask(href, 'modulepreload', 'script')
      else ask(href, 'preload', 'style')
}
