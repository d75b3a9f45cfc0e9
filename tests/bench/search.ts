/**
 * How fast search answers, on real names given by the caller, in this process and in a Chromium slowed down four times.
 *
 *   npm run bench -- search FILE … [--browser] [--sizes 3000,50000]
 *
 * FILE is JSON in the shape of a portal's export (`service_name`, `department`) or CSV with `name` and `department`.
 * Names are repeated with other districts' and departments' words in front until the wanted number is reached.
 */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import type { SearchDepartment, SearchHead } from '#domain/catalogue/search/types'
import { readingOf } from '#server/modules/catalogue/pinyin'
import { launchOptions } from '../support/browser.ts'
import { runBench, type BenchInput, type BenchResult } from './search.part.page.ts'

const args = process.argv.slice(2)
const sizes = (args.find((arg) => arg.startsWith('--sizes='))?.slice(8) ?? '3000,50000')
  .split(',')
  .map(Number)
const files = args.filter((arg) => !arg.startsWith('--'))
if (files.length === 0) files.push(...(process.env.MINGCHA_BENCH_NAMES?.split(':') ?? []))
if (files.length === 0)
  throw new Error('usage: npm run bench -- search FILE … [--browser] [--sizes=3000,50000]')

function read(file: string): { name: string; department: string }[] {
  const text = readFileSync(file, 'utf8')
  if (!file.endsWith('.json'))
    return parse<{ name: string; department: string }>(text, { columns: true, bom: true })
  const rows = JSON.parse(text) as { service_name: string; department: string }[]
  return rows.map((row) => ({ name: row.service_name, department: row.department }))
}

/** Numbers that look random and are the same in every run. */
let state = 42
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}

const real = files.flatMap(read)
const offices = [...new Set(real.map((row) => row.department))]
const departments: SearchDepartment[] = offices.map((name, i) => ({
  id: `d${i}`,
  name,
  pinyin: readingOf(name),
}))
const places = [
  '港口区',
  '防城区',
  '上思县',
  '东兴市',
  '广安区',
  '前锋区',
  '岳池县',
  '武胜县',
  '邻水县',
  '华蓥市',
]

function scale(size: number): SearchHead[] {
  const readings = new Map<string, string>()
  return Array.from({ length: size }, (_, i) => {
    const row = real[i % real.length]!
    const round = Math.floor(i / real.length)
    const other = real[random(real.length)]!.name.slice(0, 2 + random(6))
    const name =
      round === 0 ? row.name : round % 2 ? `${places[round % 10]}${row.name}` : `${row.name}（${other}）`
    const pinyin = readings.get(name) ?? readingOf(name)
    readings.set(name, pinyin)
    return {
      code: `5${String(i).padStart(11, '0')}`,
      name,
      department: `d${offices.indexOf(row.department)}`,
      pinyin,
    }
  })
}

/** What people type, keystroke by keystroke: hanzi, syllables, initials, two words, and slips of each. */
function queriesFor(heads: SearchHead[]): string[] {
  const queries: string[] = []
  for (let i = 0; i < 150; i++) {
    const { name, pinyin } = heads[random(heads.length)]!
    const units = Array.from(name)
    const from = random(Math.max(1, units.length - 6))
    const part = units.slice(from, from + 6)
    const syllables = pinyin.split(' ').slice(from, from + 4)
    for (let n = 1; n <= part.length; n++) queries.push(part.slice(0, n).join(''))
    const letters = syllables.join('')
    for (let n = 1; n <= letters.length; n += 2) queries.push(letters.slice(0, n))
    queries.push(
      letters,
      syllables.map((one) => one[0]).join(''),
      part.slice(0, 2).join('') + (syllables[2]?.[0] ?? ''),
    )
    queries.push(
      `${part.slice(0, 2).join('')} ${part.slice(3, 5).join('')}`,
      `${syllables[0] ?? ''} ${part.at(-1) ?? ''}`,
    )
    const wrong = [...part]
    wrong[random(wrong.length)] = '鑫'
    const typed = Array.from(letters)
    typed[random(typed.length)] = 'o'
    queries.push(wrong.join(''), typed.join(''), letters.replace('h', ''))
  }
  return queries.filter((query) => query.trim() !== '')
}

const at = (times: number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!

function report(where: string, input: BenchInput, result: BenchResult, heap?: number): void {
  const ms = (value: number) => `${value.toFixed(2)} ms`
  console.log(
    [
      `${where}: ${input.heads.length} items, ${input.engine}`,
      `p50 ${ms(at(result.times, 0.5))}, p95 ${ms(at(result.times, 0.95))}, worst ${ms(at(result.times, 1))}`,
      `build ${ms(result.buildMs)}`,
      result.loadMs === undefined ? '' : `load ${ms(result.loadMs)}`,
      result.indexBytes === undefined ? '' : `index ${(result.indexBytes / 1e6).toFixed(1)} MB`,
      heap === undefined ? '' : `heap ${(heap / 1e6).toFixed(1)} MB`,
      `${result.found} of ${result.times.length} queries found something`,
    ]
      .filter(Boolean)
      .join(' · '),
  )
  console.log(`  slowest: ${result.slowest.map(([query, time]) => `${query} ${time.toFixed(1)}`).join(', ')}`)
}

const inputs = sizes.map((size): BenchInput => {
  const heads = scale(size)
  return { heads, departments, queries: queriesFor(heads), engine: size > 8000 ? 'province' : 'county' }
})

for (const input of inputs) report('here', input, runBench(input))

if (args.includes('--browser')) {
  const entry = new URL('search.part.page.ts', import.meta.url).pathname
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'chrome100',
      lib: { entry, formats: ['iife'], name: 'searchBench' },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  const script = 'output' in output ? output.output[0].code : ''
  const browser = await chromium.launch(await launchOptions())
  try {
    for (const input of inputs) {
      const page = await browser.newPage()
      const devtools = await page.context().newCDPSession(page)
      await page.addScriptTag({ content: script })
      await page.evaluate((data) => Object.assign(globalThis, { input: data }), input)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
      const result = await page.evaluate<BenchResult>('runBench(input)')
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
      await devtools.send('HeapProfiler.collectGarbage')
      const used = async () => {
        await devtools.send('HeapProfiler.collectGarbage')
        const usage = await devtools.send('Runtime.getHeapUsage')
        return usage.usedSize + ('backingStorageSize' in usage ? usage.backingStorageSize : 0)
      }
      const before = await used()
      await page.evaluate(
        `globalThis.kept = keep(input)
        ;['施工许可', 'sgxk', 'x7'].forEach((query) => kept.search(query))`,
      )
      report('CPU ×4', input, result, (await used()) - before)
      await page.close()
    }
  } finally {
    await browser.close()
  }
}
