/**
 * The built app as a phone has it, and a bare app of the same packages as what this machine takes at least.
 *
 *   npm run bench -- page [FILE] [--items=3000] [--runs=5] [--no-lighthouse]
 *
 * Offline cold start: a new browser process on a profile that was there before, network cut, CPU slowed four times; from
 * the beginning of the navigation until the list of items stands, and until the first letter typed has its answer. FILE
 * gives real names (JSON in the shape of a portal's export, `service_name` and `department`), repeated to the number
 * wanted; without one they are numbered.
 * Then Lighthouse (mobile) on a first visit, in its two ways: `simulate` (its default) loads the page over the fast line
 * of this machine and computes what a slow one would make of it, counting whatever happened to finish before the paint;
 * `devtools` really slows line and processor. It is fetched from npm into a temporary folder, never a dependency of the
 * product.
 */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { firstVisit, newProfile } from '../support/app.ts'
import { launchOptions, phone } from '../support/browser.ts'
import { network, type Network } from '../support/network.ts'
import { product } from '../support/product.ts'
import { bareApp } from './page.part.bare.ts'

const args = process.argv.slice(2)
const option = (name: string, otherwise: number) =>
  Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
const items = option('items', 3000)
const runs = option('runs', 5)
const file = args.find((arg) => !arg.startsWith('--'))
const LIGHTHOUSE = join(tmpdir(), 'mingcha-bench-lighthouse')
const LIGHTHOUSE_CLI = join(LIGHTHOUSE, 'node_modules/lighthouse/cli/index.js')
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

declare global {
  interface Window {
    /** tells the time of the page's clock, ms */
    listStands?: (at: string) => void
  }
}

interface Row {
  service_name: string
  department: string
}

/** As many items as wanted, of real names where a file is given. */
function rows(): Row[] {
  const real: Row[] = file
    ? (JSON.parse(readFileSync(file, 'utf8')) as never)
    : [{ service_name: '事项', department: '办事大厅' }]
  return Array.from({ length: items }, (_, n) => {
    const row = real[n % real.length]!
    const round = Math.floor(n / real.length)
    return round === 0 ? row : { service_name: `${row.service_name}（${round}）`, department: row.department }
  })
}

/** They as `npm run import` reads them. */
function catalogueFile(folder: string): string {
  const path = join(folder, 'items.json')
  writeFileSync(path, JSON.stringify(rows()))
  return path
}

/** One of the apps that take turns, as a phone has it after a first visit. */
interface Contestant {
  name: string
  visit(page: Page, url: string): Promise<void>
  url: string
}
interface Installed extends Contestant {
  line: Network
  profile: string
  /** ms */
  lists: number[]
  answers: number[]
}

async function install(contestant: Contestant): Promise<Installed> {
  const line = await network(contestant.url)
  const profile = newProfile()
  const first = await phone(profile)
  await contestant.visit(first.pages()[0] ?? (await first.newPage()), line.url)
  await first.close()
  line.off()
  return { ...contestant, line, profile, lists: [], answers: [] }
}

/**
 * The list's time comes by a binding: whatever else asks the page whether it stands (Playwright's `waitForFunction`
 * brings all its own code along) is work of the page's thread, a tenth of a second of it when slowed four times.
 */
async function coldStart({ line, profile, lists, answers }: Installed): Promise<void> {
  const context = await phone(profile)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('.item-row') || !document.querySelector('[type=search]')) return
      window.listStands?.(String(performance.now()))
      observer.disconnect()
    }).observe(document, { childList: true, subtree: true })
  })
  const devtools = await context.newCDPSession(page)
  await devtools.send('Runtime.enable')
  await devtools.send('Runtime.addBinding', { name: 'listStands' })
  const list = new Promise<number>((resolve) =>
    devtools.once('Runtime.bindingCalled', ({ payload }) => {
      resolve(Number(payload))
    }),
  )
  // What the browser itself does when it starts is not the page's.
  await page.waitForTimeout(1500)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(line.url, { waitUntil: 'commit' })
  lists.push(await list)
  answers.push(
    await page.evaluate(async () => {
      const box = document.querySelector<HTMLInputElement>('[type=search]')!
      const before = document.querySelector('.item-row')!.parentElement!.textContent
      const from = performance.now()
      box.value = '证'
      box.dispatchEvent(new Event('input', { bubbles: true }))
      for (let frame = 0; frame < 300; frame++) {
        await new Promise((resolve) => requestAnimationFrame(resolve))
        if (document.querySelector('.item-row')?.parentElement?.textContent !== before) break
      }
      return performance.now() - from
    }),
  )
  await context.close()
}

/** The apps take turns, so that what else the machine does befalls them alike. */
async function coldStarts(contestants: Contestant[]): Promise<void> {
  const all: Installed[] = []
  try {
    for (const contestant of contestants) all.push(await install(contestant))
    for (let run = 0; run < runs; run++) for (const one of all) await coldStart(one)
    for (const { name, lists, answers } of all)
      console.log(
        `offline cold start, CPU ×4, ${items} items, ${name}: list after ${median(lists).toFixed(0)} ms (${lists.map((ms) => ms.toFixed(0)).join(', ')}), ` +
          `first letter typed answered after ${median(answers).toFixed(0)} ms · load ${loadavg()[0]?.toFixed(1)}`,
      )
  } finally {
    for (const { line, profile } of all) {
      await line.close()
      rmSync(profile, { recursive: true, force: true })
    }
  }
}

/** The bare app's first visit: its items stored, its files precached. */
async function bareVisit(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: '下载' }).click()
  await page.locator('.item-row').first().waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
}

interface Report {
  categories: Record<string, { score: number | null }>
  audits: Record<
    string,
    { score: number | null; numericValue?: number; title: string; scoreDisplayMode: string }
  >
}
const WAYS = ['simulate', 'devtools'] as const
const TIMES = {
  FCP: 'first-contentful-paint',
  LCP: 'largest-contentful-paint',
  TBT: 'total-blocking-time',
  CLS: 'cumulative-layout-shift',
}

/** Whether Lighthouse is there, fetched if need be. */
function fetchLighthouse(): boolean {
  if (existsSync(LIGHTHOUSE_CLI)) return true
  console.log(`Fetching lighthouse into ${LIGHTHOUSE} (for this measurement only) …`)
  mkdirSync(LIGHTHOUSE, { recursive: true })
  const quiet = ['--no-audit', '--no-fund', '--silent', '--no-save']
  spawnSync('npm', ['install', '--prefix', LIGHTHOUSE, ...quiet, 'lighthouse@12'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 300_000,
  })
  return existsSync(LIGHTHOUSE_CLI)
}

async function lighthouse(url: string, way: (typeof WAYS)[number]): Promise<Report> {
  const { executablePath = '' } = await launchOptions()
  const report = join(LIGHTHOUSE, 'report.json')
  const flags = '--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu'
  const told = [`--throttling-method=${way}`, '--output=json', `--output-path=${report}`]
  // Not waiting for it otherwise: the bare app is served by this very process.
  await promisify(execFile)(
    process.execPath,
    [LIGHTHOUSE_CLI, url, '--quiet', ...told, `--chrome-flags=${flags}`],
    { env: { ...process.env, CHROME_PATH: executablePath }, timeout: 180_000 },
  )
  return JSON.parse(readFileSync(report, 'utf8')) as Report
}

/** Medians, the apps taking turns. */
async function lighthouses(contestants: Contestant[]): Promise<void> {
  for (const way of WAYS) {
    const reports: Record<string, Report[]> = {}
    for (let run = 0; run < runs; run++)
      for (const { name, url } of contestants) (reports[name] ??= []).push(await lighthouse(`${url}/`, way))
    for (const [name, all] of Object.entries(reports)) {
      const scores = Object.keys(all[0]!.categories).map(
        (category) =>
          `${category} ${median(all.map(({ categories }) => Math.round((categories[category]?.score ?? 0) * 100)))}`,
      )
      const times = Object.entries(TIMES).map(([short, audit]) => {
        const each = all.map(({ audits }) => audits[audit]?.numericValue ?? Number.NaN)
        return short === 'CLS'
          ? `${short} ${median(each).toFixed(2)}`
          : `${short} ${median(each).toFixed(0)} ms (${each.map((ms) => ms.toFixed(0)).join(', ')})`
      })
      console.log(
        `Lighthouse mobile (${way}), first visit, ${name}: ${scores.join(', ')} · ${times.join(', ')} · load ${loadavg()[0]?.toFixed(1)}`,
      )
      for (const { score, title, scoreDisplayMode } of Object.values(all[0]!.audits))
        if (scoreDisplayMode === 'binary' && score === 0) console.log(`  not passed: ${title}`)
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'mingcha-bench-page-'))
const server = await product({ SAMPLE: '0' })
const bare = await bareApp(rows().map((row) => ({ name: row.service_name, department: row.department })))
try {
  const names = ['--region', '990001', '--region-name', '测试区', '--partial']
  await server.command('import', catalogueFile(folder), ...names).catch((error: unknown) => {
    console.log(String((error as { stdout?: string }).stdout ?? error).slice(-400))
  })
  const contestants: Contestant[] = [
    { name: 'Mingcha', url: server.url, visit: firstVisit },
    { name: 'a bare app of the same packages', url: bare.url, visit: bareVisit },
  ]
  await coldStarts(contestants)
  if (args.includes('--no-lighthouse')) console.log('Lighthouse is left out, as asked.')
  else if (fetchLighthouse()) await lighthouses(contestants)
  else console.log('Lighthouse is left out: its package cannot be had (no npm registry in reach?).')
} finally {
  bare.stop()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
