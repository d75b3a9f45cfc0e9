/**
 * How fast, and in how many bytes, saved records and photos reach the server from a real Chromium.
 *
 *   npm run bench -- sync [--server URL] [--count 1000] [--photos 100] [--rtt 0,100] [--runs 3] [--no-pouchdb]
 *
 * Beside the product: PouchDB to express-pouchdb, as it comes and tuned; the product's phone against a server that only
 * answers (what the phone itself costs); and the limit, one request with everything. All take turns in one run, so that
 * a busy machine slows all alike; what counts are the ratios. Bytes are all that the line carried, both ways, headers
 * and all, from the moment the page stands. Saving is strict with us and PouchDB's own default with PouchDB.
 */
import { loadavg } from 'node:os'
import { chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { launchOptions } from '../support/browser.ts'
import { product } from '../support/product.ts'
import { bareServer } from './sync.part.bare.ts'
import type { Measured, Work } from './sync.part.page.ts'
import { pouchServer } from './sync.part.pouchdb.ts'
import { relay } from './sync.part.relay.ts'

const args = process.argv.slice(2)
const option = (name: string, otherwise: string) => {
  const at = args.indexOf(`--${name}`)
  return args[at + 1] !== undefined && at >= 0 ? args[at + 1]! : otherwise
}
const count = Number(option('count', '1000'))
const photos = Number(option('photos', '100'))
const rtts = option('rtt', '0,100').split(',').map(Number)
const runs = Number(option('runs', '3'))
/** Larger batches make no difference to speak of here, and more in flight is not to be had: it sends one at a time. */
const TUNED = { batch_size: 1000, batches_limit: 10 }

async function script(): Promise<string> {
  const entry = new URL('sync.part.page.ts', import.meta.url).pathname
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { write: false, target: 'esnext', lib: { entry, formats: ['iife'], name: 'bench' } },
  })
  const [first] = Array.isArray(built) ? built : [built]
  if (!('output' in first)) throw new Error('nothing was built')
  return first.output[0].code
}

const given = option('server', '')
const running = given === '' ? await product() : undefined
const target = running?.url ?? given
const bare = await bareServer()
const pouch = args.includes('--no-pouchdb') ? undefined : await pouchServer()
const ours = await script()
const browser = await chromium.launch(await launchOptions())

interface Contestant {
  name: string
  url: string
  /** a page of the server, where the scripts are put */
  page: string
  scripts: string[]
  run: (page: Page, work: Work) => Promise<Measured>
}
const pouchRun = (options: object) => (page: Page, work: Work) =>
  page.evaluate(([w, o]) => window.benchPouch!(w, o), [work, options] as const)
const contestants: Contestant[] = [
  {
    name: 'Mingcha',
    url: target,
    page: '/healthz',
    scripts: [ours],
    run: (page, work) => page.evaluate((w) => window.benchOurs!(w), work),
  },
  {
    name: 'Mingcha’s phone, server only answers',
    url: bare.url,
    page: '/',
    scripts: [ours],
    run: (page, work) => page.evaluate((w) => window.benchOurs!(w), work),
  },
  ...(pouch
    ? [
        { name: `PouchDB ${pouch.version}`, options: {} },
        { name: `PouchDB ${pouch.version}, tuned`, options: TUNED },
      ].map(({ name, options }) => ({
        name,
        url: pouch.url,
        page: '/',
        scripts: [pouch.script, ours],
        run: pouchRun(options),
      }))
    : []),
  {
    name: 'the limit: one request',
    url: bare.url,
    page: '/',
    scripts: [ours],
    run: (page, work) => page.evaluate((w) => window.benchLimit!(w), work),
  },
]

async function once({ url, page: path, scripts, run }: Contestant, rtt: number, work: Work) {
  const line = await relay(url, rtt)
  const context = await browser.newContext({ bypassCSP: true })
  try {
    const page = await context.newPage()
    await page.goto(line.url + path)
    for (const content of scripts) await page.addScriptTag({ content })
    const before = line.carried()
    const measured = await within(PATIENCE_MS, run(page, work), url)
    if (measured.left > 0) throw new Error(`${measured.left} did not arrive`)
    return { ...measured, bytes: line.carried() - before }
  } finally {
    await context.close()
    line.close()
  }
}

/** A contestant that hangs is told so, and does not hang the others. */
const PATIENCE_MS = 120_000
async function within<T>(ms: number, task: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms)
  })
  return Promise.race([task, late]).finally(() => clearTimeout(timer))
}

/** An item that the server knows, of the region it serves first. */
async function place(): Promise<Pick<Work, 'region' | 'item'>> {
  const ask = async <T>(path: string) => (await (await fetch(target + path)).json()) as T
  const { regions } = await ask<{ regions: { code: string }[] }>('/api/v1/regions')
  const region = regions[0]?.code ?? '000000'
  const { url } = await ask<{ url: string }>(`/api/v1/regions/${region}/catalogue`)
  const { items } = await ask<{ items: { code: string }[] }>(url)
  return { region, item: items[0]?.code ?? '' }
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

try {
  const where = await place()
  for (const withPhotos of photos > 0 ? [0, photos] : [0])
    for (const rtt of rtts) {
      const work: Work = { ...where, count, photos: withPhotos }
      const results = new Map(contestants.map(({ name }) => [name, [] as (Measured & { bytes: number })[]]))
      for (let run = 0; run < runs; run++)
        for (const one of contestants) results.get(one.name)?.push(await once(one, rtt, work))

      const limit = results.get('the limit: one request') ?? []
      const mine = results.get('Mingcha') ?? []
      console.log(
        `\nRTT ${rtt} ms, ${count} records${withPhotos > 0 ? `, ${withPhotos} of them with a photo` : ''} (load ${loadavg()[0]?.toFixed(1)})`,
      )
      console.log(`  ${''.padEnd(38)}  save one       all    × ours        bytes  × limit`)
      for (const [name, all] of results) {
        const per = (of: (one: Measured & { bytes: number }, n: number) => number) => median(all.map(of))
        const save = all[0]?.save === undefined ? '' : `${per(({ save: ms = 0 }) => ms).toFixed(2)} ms`
        const times = per(({ all: ms }, n) => ms / (mine[n]?.all ?? NaN)).toFixed(2)
        const bytes = per((one, n) => one.bytes / (limit[n]?.bytes ?? NaN)).toFixed(2)
        console.log(
          `  ${name.padEnd(38)} ${save.padStart(9)} ${per((one) => one.all)
            .toFixed(0)
            .padStart(
              6,
            )} ms ${times.padStart(9)} ${(per((one) => one.bytes) / 1000).toFixed(0).padStart(9)} kB ${bytes.padStart(8)}`,
        )
      }
    }
} finally {
  await browser.close()
  bare.close()
  pouch?.close()
  await running?.stop()
}
