/**
 * A Chromium for the journeys: one that is installed, or one fetched for the tests alone. A fetched one is kept in
 * `node_modules/.cache`, so that a clone fetches it once.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  chromium,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
} from 'playwright-core'

const CACHE = join(import.meta.dirname, '../../node_modules/.cache/browser')
/** The last version that runs on Node 20. */
const NPM_BROWSER = '@sparticuz/chromium@143.0.4'

interface Found {
  executablePath: string
  args: string[]
}

function installed(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) return named
  const places = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/opt/google/chrome/chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(homedir(), 'AppData/Local/Google/Chrome/Application/chrome.exe'),
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
  ]
  const found = places.find((path) => existsSync(path))
  if (found) return found
  const playwright = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache/ms-playwright')
  if (!existsSync(playwright)) return undefined
  return readdirSync(playwright)
    .filter((name) => name.startsWith('chromium'))
    .flatMap((name) => [
      join(playwright, name, 'chrome-linux/chrome'),
      join(playwright, name, 'chrome-linux64/chrome'),
      join(playwright, name, 'chrome-linux/headless_shell'),
      join(playwright, name, 'chrome-headless-shell-linux64/chrome-headless-shell'),
    ])
    .find((path) => existsSync(path))
}

/** The browser that comes inside an npm package: works where nothing but npm is reachable (Linux, x64). */
async function fromNpm(): Promise<Found | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const entry = join(CACHE, 'node_modules/@sparticuz/chromium/build/esm/index.js')
  if (!existsSync(entry)) {
    console.log('No browser found: fetching one for the tests …')
    mkdirSync(CACHE, { recursive: true })
    spawnSync(
      'npm',
      ['install', '--prefix', CACHE, '--no-save', '--no-audit', '--no-fund', '--silent', NPM_BROWSER],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    )
  }
  if (!existsSync(entry)) return undefined
  // The package unpacks its shared libraries only where it believes itself on a bare machine.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x'
  const { default: pack } = (await import(pathToFileURL(entry).href)) as {
    default: { executablePath(): Promise<string>; args: string[] }
  }
  return { executablePath: await pack.executablePath(), args: ['--no-zygote', '--headless=shell'] }
}

function fromSystem(): Found | undefined {
  const npx = ['playwright-core', 'install', '--with-deps', '--only-shell', 'chromium']
  spawnSync('npx', npx, { stdio: ['ignore', 'inherit', 'inherit'], timeout: 300_000 })
  const path = installed()
  return path === undefined ? undefined : { executablePath: path, args: [] }
}

let found: Promise<Found> | undefined
async function find(): Promise<Found> {
  const path = process.env.MINGCHA_BROWSER === 'fetch' ? undefined : installed()
  if (path !== undefined) return { executablePath: path, args: [] }
  const fetched = (await fromNpm()) ?? fromSystem()
  if (!fetched) throw new Error('No Chromium found and none could be fetched: set CHROMIUM_PATH to one.')
  return fetched
}

export async function launchOptions(): Promise<LaunchOptions> {
  const { executablePath, args } = await (found ??= find())
  return {
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none', ...args],
  }
}

export const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
} as const

/** A phone with a profile of its own on disk, so that it survives being killed. */
export async function phone(profile: string, more: BrowserContextOptions = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    ...(await launchOptions()),
    ...PHONE,
    serviceWorkers: 'allow',
    acceptDownloads: true,
    permissions: ['geolocation', 'clipboard-read', 'clipboard-write'],
    geolocation: { latitude: 30.45, longitude: 106.63, accuracy: 20 },
    ...more,
  })
}
