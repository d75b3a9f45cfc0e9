// What the page shows before the app runs. `src/app/first-paint.js` goes into it with the addresses of what the first
// screen needs: a file of its own would be one more thing to wait for before anything is painted; the server allows it by
// its hash. `src/app/first-visit.html` goes into it in both languages, and so does the style of the first screen, which is
// then no file at all: the words of a first visit need nothing but the page.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageTexts } from './message-texts.mjs'

const APP = join(dirname(fileURLToPath(import.meta.url)), '../src/app')
const source = (name) => readFileSync(join(APP, name), 'utf8')
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** The app's frame and the words of a first visit, in one language, as `Welcome.vue` will draw them. */
export function firstVisit(locale) {
  const texts = messageTexts(locale).set('lang', locale === 'zh' ? 'zh-CN' : locale)
  return source('first-visit.html')
    .replace(/\n\s*/g, ' ')
    .replace(/ (?=<|\/?>)|(?<=>) /g, '')
    .replace(/\{(\w+)\}/g, (_, name) => {
      const text = texts.get(name)
      if (typeof text !== 'string') throw new Error(`first-visit.html: no plain text named ${name}`)
      return escaped(text)
    })
}

function firstPaintScript(bundle) {
  const files = Object.keys(bundle ?? {})
  const named = (name) => files.filter((file) => file.startsWith(`assets/${name}-`)).map((file) => `/${file}`)
  const first = bundle && {
    english: named('english')[0],
    welcome: [...named('welcome'), ...named('regions'), ...named('rolldown-runtime')],
    list: [...named('list'), ...named('rolldown-runtime')],
  }
  if (first && !(first.english && first.welcome.length > 2 && first.list.length > 1))
    throw new Error('the files of the first screen are not where they are looked for')
  return source('first-paint.js')
    .replace(/^\s*\/\/.*\n/gm, '')
    .replace(/^\s+/gm, '')
    .replace('FIRST', () => JSON.stringify(first ?? null))
}

const LINK = /<link rel="stylesheet"[^>]* href="\/(assets\/index-[\w-]+\.css)">/

export function firstPaint() {
  let style = ''
  return {
    name: 'mingcha:first-paint',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const put = (page, place, what) => {
          if (page.search(place) < 0) throw new Error(`index.html has no ${String(place)}`)
          return page.replace(place, () => what)
        }
        const withScript = put(html, '<!-- first-paint -->', `<script>${firstPaintScript(bundle)}</script>`)
        const withWords = put(withScript, '<!-- before -->', firstVisit('zh') + firstVisit('en'))
        if (!bundle) return withWords
        style = LINK.exec(html)?.[1] ?? ''
        return put(withWords, LINK, `<style>${bundle[style]?.source}</style>`)
      },
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        if (style === '') this.error('the style of the first screen is not where it is looked for')
        delete bundle[style]
        // The others name it as what they need; the page's script stands there twice then, and is there already.
        const script = Object.keys(bundle).find((file) => /^assets\/index-[\w-]+\.js$/.test(file))
        for (const file of Object.values(bundle))
          if (file.type === 'chunk') file.code = file.code.replaceAll(`"${style}"`, `"${script}"`)
      },
    },
  }
}
