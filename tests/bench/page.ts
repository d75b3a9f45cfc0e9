/**
 * The built app as a phone has it.
 *
 *   npm run bench -- page [FILE] [--items=3000] [--runs=5] [--no-lighthouse]
 *
 * Offline cold start: a new browser process on a profile that was there before, network cut, CPU slowed four times; from
 * the beginning of the navigation until the list of items stands, and until the first letter typed has its answer. FILE
 * gives real names (JSON in the shape of a portal's export, `service_name` and `department`), repeated to the number
 * wanted; without one they are numbered.
 * Then Lighthouse (mobile) on a first visit; it is fetched from npm into a temporary folder,
 * never a dependency of the product.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstVisit, newProfile } from '../support/app.ts'
import { launchOptions, phone } from '../support/browser.ts'
import { network } from '../support/network.ts'
import { product, type Product } from '../support/product.ts'

const args = process.argv.slice(2)
const option = (name: string, otherwise: number) =>
  Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
const items = option('items', 3000)
const runs = option('runs', 5)
const file = args.find((arg) => !arg.startsWith('--'))
const LIGHTHOUSE = join(tmpdir(), 'mingcha-bench-lighthouse')
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

declare global {
  interface Window {
    listAt?: number
  }
}

/** A catalogue of the wanted size, in the shape that `npm run import` reads. */
function catalogueFile(folder: string): string {
  const real: { service_name: string; department: string }[] = file
    ? (JSON.parse(readFileSync(file, 'utf8')) as never)
    : [{ service_name: '事项', department: '办事大厅' }]
  const rows = Array.from({ length: items }, (_, n) => {
    const row = real[n % real.length]!
    const round = Math.floor(n / real.length)
    return round === 0 ? row : { service_name: `${row.service_name}（${round}）`, department: row.department }
  })
  const path = join(folder, 'items.json')
  writeFileSync(path, JSON.stringify(rows))
  return path
}

async function coldStarts(server: Product): Promise<void> {
  const line = await network(server.url)
  const profile = newProfile()
  try {
    const first = await phone(profile)
    await firstVisit(first.pages()[0] ?? (await first.newPage()), line.url)
    await first.close()
    line.off()
    const lists: number[] = []
    const answers: number[] = []
    for (let run = 0; run < runs; run++) {
      const context = await phone(profile)
      const page = context.pages()[0] ?? (await context.newPage())
      await page.addInitScript(() => {
        new MutationObserver((_, observer) => {
          if (!document.querySelector('.item-row') || !document.querySelector('[type=search]')) return
          window.listAt = performance.now()
          observer.disconnect()
        }).observe(document, { childList: true, subtree: true })
      })
      const devtools = await context.newCDPSession(page)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
      await page.goto(line.url)
      await page.waitForFunction(() => window.listAt !== undefined)
      lists.push(await page.evaluate(() => window.listAt ?? Number.NaN))
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
    console.log(
      `offline cold start, CPU ×4, ${items} items: list after ${median(lists).toFixed(0)} ms (${lists.map((ms) => ms.toFixed(0)).join(', ')}), ` +
        `first letter typed answered after ${median(answers).toFixed(0)} ms · load ${loadavg()[0]?.toFixed(1)}`,
    )
  } finally {
    await line.close()
    rmSync(profile, { recursive: true, force: true })
  }
}

interface Report {
  categories: Record<string, { score: number | null }>
  audits: Record<
    string,
    { score: number | null; displayValue?: string; title: string; scoreDisplayMode: string }
  >
}

async function lighthouse(url: string, what: string): Promise<void> {
  const cli = join(LIGHTHOUSE, 'node_modules/lighthouse/cli/index.js')
  if (!existsSync(cli)) {
    console.log(`Fetching lighthouse into ${LIGHTHOUSE} (for this measurement only) …`)
    mkdirSync(LIGHTHOUSE, { recursive: true })
    const quiet = ['--no-audit', '--no-fund', '--silent', '--no-save']
    spawnSync('npm', ['install', '--prefix', LIGHTHOUSE, ...quiet, 'lighthouse@12'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 300_000,
    })
  }
  if (!existsSync(cli)) {
    console.log('Lighthouse is left out: its package cannot be had (no npm registry in reach?).')
    return
  }
  const { executablePath = '' } = await launchOptions()
  const report = join(LIGHTHOUSE, 'report.json')
  const flags = '--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu'
  execFileSync(
    process.execPath,
    [cli, url, '--quiet', '--output=json', `--output-path=${report}`, `--chrome-flags=${flags}`],
    {
      env: { ...process.env, CHROME_PATH: executablePath },
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 180_000,
    },
  )
  const { categories, audits } = JSON.parse(readFileSync(report, 'utf8')) as Report
  const scores = Object.entries(categories).map(
    ([name, { score }]) => `${name} ${Math.round((score ?? 0) * 100)}`,
  )
  const times = [
    'first-contentful-paint',
    'largest-contentful-paint',
    'total-blocking-time',
    'cumulative-layout-shift',
  ]
  console.log(
    `Lighthouse mobile, ${what}: ${scores.join(', ')} · ${times.map((name) => `${name} ${audits[name]?.displayValue ?? '?'}`).join(', ')} · load ${loadavg()[0]?.toFixed(1)}`,
  )
  for (const { score, title, scoreDisplayMode } of Object.values(audits))
    if (scoreDisplayMode === 'binary' && score === 0) console.log(`  not passed: ${title}`)
}

const folder = mkdtempSync(join(tmpdir(), 'mingcha-bench-page-'))
const server = await product({ SAMPLE: '0' })
try {
  const names = ['--region', '990001', '--region-name', '测试区', '--partial']
  await server.command('import', catalogueFile(folder), ...names).catch((error: unknown) => {
    console.log(String((error as { stdout?: string }).stdout ?? error).slice(-400))
  })
  await coldStarts(server)
  if (!args.includes('--no-lighthouse')) await lighthouse(`${server.url}/`, 'first visit')
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
