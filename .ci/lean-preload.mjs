// What Vite puts around each `import(…)` of a screen, in a third of the bytes and with less to do while a screen opens:
// a phone that has the app stored asks for no script ahead of its turn, and a style that could not be had is asked for
// again the next time.
const HELPER = '\0vite/preload-helper.js'

/** Runs in the browser. `load` imports the screen; `files` are what it needs, scripts and styles, as the build names them. */
function preload(load, files = []) {
  const { serviceWorker } = navigator
  return Promise.all(
    files.map((file) => {
      const style = file.endsWith('.css')
      if (!style && serviceWorker?.controller) return
      return (asked[file] ??= new Promise((done, failed) => {
        const link = Object.assign(document.createElement('link'), {
          rel: style ? 'stylesheet' : 'modulepreload',
          crossOrigin: '',
          href: `/${file}`,
          onload: done,
          onerror() {
            delete asked[file]
            link.remove()
            failed(new Error(file))
          },
        })
        document.head.append(link)
        // Only a style has to be there before: a script that cannot be had is told by the import itself.
        if (!style) done()
      }))
    }),
  ).then(load)
}
const asked = {}

export function leanPreload() {
  return {
    name: 'mingcha:lean-preload',
    apply: 'build',
    enforce: 'pre',
    load: (id) =>
      id === HELPER ? `const asked = {}\n${preload}\nexport const __vitePreload = preload` : undefined,
  }
}
