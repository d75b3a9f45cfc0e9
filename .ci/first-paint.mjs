// Puts `src/app/first-paint.js` into the page, with the addresses of what the first screen needs: a file of its own would
// be one more thing to wait for before anything is painted. The server allows it by its hash.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('../src/app/first-paint.js', import.meta.url))
const PLACE = '<!-- first-paint -->'

export function firstPaint() {
  return {
    name: 'mingcha:first-paint',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const files = Object.keys(bundle ?? {})
        const named = (name) =>
          files.filter((file) => file.startsWith(`assets/${name}-`)).map((file) => `/${file}`)
        const first = bundle && {
          english: named('english')[0],
          welcome: [...named('welcome'), ...named('regions')],
          list: named('list'),
        }
        if (first && !(first.english && first.welcome.length > 1 && first.list.length > 0))
          throw new Error('the files of the first screen are not where they are looked for')
        if (!html.includes(PLACE)) throw new Error(`index.html has no ${PLACE}`)
        const code = readFileSync(SOURCE, 'utf8')
          .replace(/^\s*\/\/.*\n/gm, '')
          .replace(/^\s+/gm, '')
          .replace('FIRST', () => JSON.stringify(first ?? null))
        return html.replace(PLACE, () => `<script>${code}</script>`)
      },
    },
  }
}
