// Prints what a phone downloads, gzipped, and fails where it is over the budget of the design (§10).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist/app')
const kB = 1000
/**
 * kB. `design` is what the design asks (§10); `ceiling` is where the build stops. Where the two differ the design is not
 * reached: every build says so, and the ceiling only keeps it from getting worse (docs/adr/0005).
 */
const BUDGET = {
  'first route, shell': { design: 55, ceiling: 55 },
  'first route, whole': { design: 55, ceiling: 75 },
  'CSS, first route': { design: 8, ceiling: 8 },
  'all JS': { design: 160, ceiling: 200 },
  precache: { design: 250, ceiling: 250 },
}

const walk = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(dir, entry.name)) : [join(dir, entry.name)],
  )
const gzip = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length
const files = walk(dist).map((file) => relative(dist, file))

// The shell: the entry and everything it imports statically. It paints the bar, the tabs and what state the phone is in.
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))
const first = { js: new Set(), css: new Set() }
const visit = (key) => {
  const chunk = manifest[key]
  if (!chunk || first.js.has(chunk.file)) return
  first.js.add(chunk.file)
  chunk.css?.forEach((css) => first.css.add(css))
  chunk.imports?.forEach(visit)
}
Object.keys(manifest)
  .filter((key) => manifest[key].isEntry)
  .forEach(visit)
const shell = [...first.js]
// The list of items and its search come right after the shell, when the phone's store has said that there are any.
Object.keys(manifest)
  .filter((key) => manifest[key].name === 'first-screen')
  .forEach(visit)
if (first.js.size === shell.length) throw new Error('the first screen was not found in the manifest')

const precached = [...readFileSync(join(dist, 'sw.js'), 'utf8').matchAll(/"?url"?:\s*"([^"]+)"/g)].map(
  (match) => match[1],
)
const sum = (list) => list.reduce((total, file) => total + gzip(file), 0)
const sizes = {
  'first route, shell': sum(shell),
  'first route, whole': sum([...first.js]),
  'CSS, first route': sum([...first.css]),
  'all JS': sum(files.filter((file) => file.endsWith('.js') && file !== 'sw.js')),
  precache: sum(precached.filter((file) => files.includes(file))),
}

let over = false
console.log('\nSizes, gzip:')
for (const [what, { design, ceiling }] of Object.entries(BUDGET)) {
  const size = sizes[what] / kB
  const bad = size > ceiling
  over ||= bad
  const verdict = bad ? `   ABOVE THE CEILING of ${ceiling}` : size > design ? '   NOT REACHED' : ''
  console.log(`  ${what.padEnd(20)} ${size.toFixed(1).padStart(6)} kB, design ${design}${verdict}`)
}
console.log(`  ${'service worker'.padEnd(20)} ${(gzip('sw.js') / kB).toFixed(1).padStart(6)} kB`)
if (precached.length === 0) {
  console.error('No precache list in sw.js: the app would not open offline.')
  over = true
}
if (over) process.exit(1)
writeFileSync(join(root, 'dist/.built'), '')
