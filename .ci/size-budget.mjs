// Prints what a phone downloads, gzipped, and fails where it is over the budget of the design (§10).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist/app')
const kB = 1000
/** kB. `design` is what the design asks (§10); `ceiling` is where the build stops: at the design or below it (docs/adr/0005). */
const BUDGET = {
  'JS, first visit drawn': { design: 55, ceiling: 54 },
  'JS, first visit, regions listed': { design: 55, ceiling: 55 },
  'JS, list on a later visit': { design: 55, ceiling: 55 },
  'CSS, first visit': { design: 8, ceiling: 8 },
  'CSS, list on a later visit': { design: 8, ceiling: 8 },
  "all JS on a citizen's phone": { design: 160, ceiling: 160 },
  "precache of a citizen's phone": { design: 250, ceiling: 225 },
  "the supervisor's part, more": { ceiling: 37.5 },
  'what needs the network, if opened': { ceiling: 6 },
  "a province's search, if there is one": { ceiling: 10 },
  'desk, JS and CSS': { ceiling: 101 },
}

const walk = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(dir, entry.name)) : [join(dir, entry.name)],
  )
const gzip = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length
const files = walk(dist).map((file) => relative(dist, file))
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))

/** The files of these chunks, by their names, with all that they import statically; the entry always. */
function comesWith(...names) {
  const seen = new Set()
  const visit = (key) => {
    if (seen.has(key)) return
    seen.add(key)
    manifest[key].imports?.forEach(visit)
  }
  for (const name of ['index', ...names]) {
    const keys = Object.keys(manifest).filter((key) => manifest[key].file.startsWith(`assets/${name}-`))
    if (keys.length === 0) throw new Error(`no chunk named ${name} in the manifest`)
    keys.forEach(visit)
  }
  const js = [...seen].map((key) => manifest[key].file).filter((file) => file.endsWith('.js'))
  return { js: [...new Set(js)], css: [...new Set([...seen].flatMap((key) => manifest[key].css ?? []))] }
}
/** The style of the first screen stands in the page (.ci/first-paint.mjs). */
const inPage = /<style>(.*?)<\/style>/s.exec(readFileSync(join(dist, 'index.html'), 'utf8'))?.[1] ?? ''
if (inPage === '') throw new Error('no style in index.html')
const cssSize = ({ css }) =>
  gzipSync(inPage, { level: 9 }).length + sum(css.filter((file) => files.includes(file)))
const drawn = comesWith('welcome')
const visit = comesWith('welcome', 'regions')
const list = comesWith('list')

const isDesk = (file) => file.startsWith('assets/desk-')
const isOpened = (file) => file.startsWith('assets/opened-')
/** Fetched and kept by the phone whose catalogue is that large (src/platform/searcher.ts). */
const isProvince = (file) => /^assets\/(?:province|search-worker)-/.test(file)
/** What src/sw/supervisor-files.ts keeps out of the precache of a citizen's phone. */
const isSupervisor = (file) => /^assets\/(?:supervisor|inspection|hall-checklist\.\d+)-/.test(file)
const listed = [...readFileSync(join(dist, 'sw.js'), 'utf8').matchAll(/"?url"?:\s*"([^"]+)"/g)].map(
  (match) => match[1],
)
const precached = listed.filter((file) => !isSupervisor(file))
const sum = (list) => list.reduce((total, file) => total + gzip(file), 0)
const sizes = {
  'JS, first visit drawn': sum(drawn.js),
  'JS, first visit, regions listed': sum(visit.js),
  'JS, list on a later visit': sum(list.js),
  'CSS, first visit': cssSize(visit),
  'CSS, list on a later visit': cssSize(list),
  "all JS on a citizen's phone": sum(
    files.filter(
      (file) =>
        file.endsWith('.js') &&
        file !== 'sw.js' &&
        ![isDesk, isSupervisor, isOpened, isProvince].some((is) => is(file)),
    ),
  ),
  "precache of a citizen's phone": sum(precached.filter((file) => files.includes(file))),
  "the supervisor's part, more": sum(files.filter(isSupervisor)),
  'what needs the network, if opened': sum(files.filter(isOpened)),
  "a province's search, if there is one": sum(files.filter(isProvince)),
  'desk, JS and CSS': sum(files.filter((file) => isDesk(file) || file.startsWith('assets/inspection-'))),
}

let over = false
const line = (what, size, said) =>
  console.log(`  ${what.padEnd(32)} ${(size / kB).toFixed(1).padStart(6)} kB${said}`)
console.log('\nSizes, gzip:')
for (const [what, { design, ceiling }] of Object.entries(BUDGET)) {
  const size = sizes[what] / kB
  const bad = size > ceiling
  over ||= bad
  const asked = design === undefined ? `ceiling ${ceiling}` : `design ${design}`
  line(what, sizes[what], `, ${asked}${bad ? `   ABOVE THE CEILING of ${ceiling}` : ''}`)
}
line('service worker', gzip('sw.js'), '')
line('English texts, as data', sum(files.filter((file) => /^assets\/english.*\.json$/.test(file))), '')
if (precached.length === 0) {
  console.error('No precache list in sw.js: the app would not open offline.')
  over = true
}
if (
  files.filter(isSupervisor).length < 3 ||
  files.some((file) => isSupervisor(file) && !listed.includes(file))
) {
  console.error("The service worker does not know all of the supervisor's part: it would not open in a hall.")
  over = true
}
if (precached.some((file) => isDesk(file) || isOpened(file) || isProvince(file))) {
  console.error("What is kept where it is opened is in the precache: every citizen's phone would store it.")
  over = true
}
if (over) process.exit(1)
writeFileSync(join(root, 'dist/.built'), '')
