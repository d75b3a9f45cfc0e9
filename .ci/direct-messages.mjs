// Makes each screen carry its own sentences. Components write `m.cases_title()`; through that one object every chunk
// would depend on every message. Here `m.cases_title` becomes an import of that message's own module, so that the
// bundler puts it where it is used.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const MESSAGES = fileURLToPath(new URL('../src/app/i18n/paraglide/messages/', import.meta.url))

const I18N = fileURLToPath(new URL('../src/app/i18n/index.ts', import.meta.url))
/** How a compiled message chooses its language: by five lines of its own. */
const CHOICE =
  /\(\((?:inputs|inputs = \{\}), options = \{\}\) => \{\s*const locale = [^\n]+\s*if \(locale === "zh"\) return (zh_\w+)\(inputs\)\s*return (en_\w+)\(inputs\)\s*\}\)/

/** Lets the messages share one way of choosing, `inLocale`, and with it leave out the compiler's runtime. */
function share(code, fail) {
  if (!CHOICE.test(code)) fail()
  return code
    .replace(/import \{[^}]*\} from '\.\.\/runtime\.js';?/, `import { inLocale } from '${I18N}';`)
    .replace(CHOICE, '/* @__PURE__ */ inLocale($1, $2)')
}

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
  return {
    name: 'mingcha:direct-messages',
    enforce: 'post',
    apply: 'build',
    buildStart() {
      files = filesByMessage()
    },
    transform(code, id) {
      // With `m` itself gone nothing reaches all messages any more.
      if (id.endsWith('/i18n/index.ts'))
        return { code: code.replace(/export \{ m \} from [^\n;]+;?/, ''), map: null }
      if (id.startsWith(MESSAGES) && !id.endsWith('_index.js'))
        return { code: share(code, () => this.error(`a compiled message of another form: ${id}`)), map: null }
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
