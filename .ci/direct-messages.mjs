// Makes each screen carry its own sentences. Components write `m.cases_title()`; through that one object every chunk
// would depend on every message. Here `m.cases_title` becomes an import of that message's own module, so that the
// bundler puts it where it is used; and that module becomes one call with the Chinese text and the place of the English
// one in a data file, which only those who chose English read.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { messageTexts } from './message-texts.mjs'

const MESSAGES = fileURLToPath(new URL('../src/app/i18n/paraglide/messages/', import.meta.url))

const I18N = fileURLToPath(new URL('../src/app/i18n/index.ts', import.meta.url))
/** Texts of the desk stay with it in both languages: a citizen's phone has no use for them. */
const BY_ITSELF = /^desk_/

/** The file of each message: its name does not tell, because file names must differ by more than case. */
function filesByMessage() {
  const files = new Map()
  for (const file of readdirSync(MESSAGES)) {
    if (!file.endsWith('.js') || file === '_index.js') continue
    const code = readFileSync(MESSAGES + file, 'utf8')
    for (const [, plain, quoted] of code.matchAll(/export (?:const (\w+) =|\{ \w+ as "(\w+)" \})/g))
      files.set(plain ?? quoted, MESSAGES + file)
  }
  return files
}

const USE = /(?<![\w$.])(?:(?:_?unref|_unref)\(m\)|m)\.([a-z][A-Za-z0-9]*_\w+)/g
const IMPORT = /import\s*\{([^}]*\bm\b[^}]*)\}\s*from\s*(["'])([^"']*i18n\/index\.ts)\2;?/

export function directMessages() {
  let files = new Map()
  let chinese = new Map()
  let english = new Map()
  let places = new Map()
  let data = ''

  /** The messages of one compiled module, said by `say`. */
  function messageModule(id, fail) {
    const said = [...files]
      .filter(([, file]) => file === id)
      .map(([message]) => {
        if (!chinese.has(message) || !english.has(message)) fail(`no text in both languages: ${message}`)
        const there = places.get(message) ?? english.get(message)
        const texts = `${JSON.stringify(there)}, ${JSON.stringify(chinese.get(message))}`
        return `export const ${message} = /* @__PURE__ */ say(${texts});`
      })
    return `import { say } from '${I18N}';\n${said.join('\n')}`
  }

  return {
    name: 'mingcha:direct-messages',
    enforce: 'post',
    apply: 'build',
    buildStart() {
      files = filesByMessage()
      chinese = messageTexts('zh')
      english = messageTexts('en')
      const stored = [...english.keys()].filter((message) => !BY_ITSELF.test(message))
      places = new Map(stored.map((message, place) => [message, place]))
      const source = JSON.stringify(stored.map((message) => english.get(message)))
      data = this.emitFile({ type: 'asset', name: 'english.json', source })
    },
    transform(code, id) {
      // With `m` itself gone nothing reaches all messages any more.
      if (id === I18N) {
        const address = /const ENGLISH_URL = (?:''|"");?/
        if (!address.test(code)) this.error('no place for the address of the English texts')
        const direct = code
          .replace(/export \{ m \} from [^\n;]+;?/, '')
          .replace(address, `const ENGLISH_URL = import.meta.ROLLUP_FILE_URL_${data};`)
        return { code: direct, map: null }
      }
      if (id.startsWith(MESSAGES) && !id.endsWith('_index.js'))
        return { code: messageModule(id, (why) => this.error(why)), map: null }
      const [, names, , from] = IMPORT.exec(code) ?? []
      if (!names || id.includes('/paraglide/')) return null
      const used = new Set()
      const direct = code.replace(USE, (_, message) => {
        used.add(message)
        return `m_${message}`
      })
      const rest = names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && name !== 'm')
      const imports = [...used].map((message) => {
        if (!files.has(message)) this.error(`no message ${message}: ${id}`)
        return `import { ${message} as m_${message} } from '${files.get(message)}';`
      })
      if (rest.length > 0) imports.push(`import { ${rest.join(', ')} } from '${from}';`)
      // Something uses `m` otherwise: then it must stay whole here.
      const other = direct.replace(IMPORT, '').match(/(?<![\w$.])m(?=[.[)])/)
      if (other) this.error(`messages must be named as m.area_name: ${id}`)
      return { code: direct.replace(IMPORT, imports.join('\n')), map: null }
    },
  }
}
