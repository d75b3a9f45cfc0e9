/**
 * The supervisor's part is on no citizen's phone. Enrolment stores it whole before it says done, and a new version
 * brings its own before it can take over: what is needed inside a hall is there without a network, always.
 */
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { appoint, askToEnrol, enrol, unlock } from '../support/inspection.ts'
import { copyOfApp, journey } from '../support/journey.ts'

const app = copyOfApp()
const test = journey({ APP_DIR: app })

const SUPERVISOR = /^\/assets\/(supervisor|inspection|hall-checklist)/
/** The supervisor's files of the build that is served now. */
const served = () =>
  readdirSync(join(app, 'assets'))
    .map((file) => `/assets/${file}`)
    .filter((path) => SUPERVISOR.test(path))
    .sort()
/** The supervisor's files on this phone: in any cache, or in the one that a supervisor's phone has for them. */
async function stored(page: Page, cache?: string): Promise<string[]> {
  const all = await page.evaluate(async (only) => {
    const names = (await caches.keys()).filter((name) => only === undefined || name === only)
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  }, cache)
  return all.filter((path) => SUPERVISOR.test(path)).sort()
}

/** Puts another build in place: every file that has a hash in its name has another, and nothing of the old one is left. */
function deployAnotherBuild(): void {
  const names = readdirSync(join(app, 'assets'))
  const hashes = names.map((name) => /-([\w-]{8})\.\w+$/.exec(name)?.[1] ?? '').filter((hash) => hash !== '')
  const other = (text: string) =>
    hashes.reduce((changed, hash) => changed.replaceAll(hash, Array.from(hash).reverse().join('')), text)
  const walk = (dir: string): string[] =>
    readdirSync(dir).flatMap((name) =>
      statSync(join(dir, name)).isDirectory() ? walk(join(dir, name)) : [join(dir, name)],
    )
  for (const file of walk(app)) {
    if (!['.js', '.css', '.html', '.json'].includes(extname(file))) continue
    const text = other(readFileSync(file, 'utf8'))
    // The page has no hash in its name: the list of files tells its new content by its revision.
    writeFileSync(file, file.endsWith('sw.js') ? text.replace(/(revision"?:")\w/g, '$1-') : text)
  }
  for (const name of names) renameSync(join(app, 'assets', name), join(app, 'assets', other(name)))
}

test("the supervisor's part is on an enrolled phone alone, whole, and in every version", async ({
  server,
  phone,
}) => {
  const { page } = phone
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await phone.firstVisit()
  await phone.open('/me')
  await page.getByRole('link', { name: '监督员' }).waitFor()
  expect(await stored(page)).toEqual([])
  expect(asked.filter((path) => SUPERVISOR.test(path))).toEqual([])

  // Where it is not, without a network, the app says so: from another screen and as the first one.
  await phone.unplug()
  await page.getByRole('link', { name: '监督员' }).click()
  await page.getByText('监督员的界面没有存在这台手机上').waitFor()
  await page.getByRole('heading', { level: 1, name: '暗访', exact: true }).waitFor()
  await phone.open('/me/supervisor/new')
  await page.getByText('监督员的界面没有存在这台手机上').waitFor()
  await phone.plug()

  await enrol(phone, await appoint(server))
  expect(served().length).toBeGreaterThanOrEqual(3)
  expect(await stored(page, 'supervisor-files')).toEqual(served())
  await phone.switchOff()

  const hall = await phone.coldStartOffline('/me/supervisor')
  await unlock(hall)
  await hall.getByRole('button', { name: '抽取一次' }).waitFor()

  const before = served()
  deployAnotherBuild()
  expect(served().some((path) => before.includes(path))).toBe(false)
  await server.kill('SIGTERM')
  await server.restart()
  await phone.plug()
  await phone.open('/')
  await hall.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update()
  })
  const waiting = () =>
    hall.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state)
  await expect.poll(waiting).toBe('installed')
  // The old version still runs and the new one can take over: both are whole.
  expect(await stored(hall, 'supervisor-files')).toEqual([...before, ...served()].sort())

  await phone.unplug()
  const reloaded = hall.waitForEvent('load')
  await hall.getByRole('button', { name: '换用新版' }).click()
  await reloaded
  await expect.poll(() => stored(hall, 'supervisor-files')).toEqual(served())
  await phone.switchOff()

  const again = await phone.coldStartOffline('/me/supervisor')
  await unlock(again)
  await again.getByRole('button', { name: '抽取一次' }).waitFor()
})

test('a browser that keeps no service worker says so, and the code is not used up', async ({
  server,
  phone,
}) => {
  const { page } = phone
  const code = await appoint(server)
  await page.addInitScript(() => {
    const container = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker
    if (container)
      container.register = () => Promise.reject(new DOMException('not in this window', 'SecurityError'))
  })
  await phone.open('/')
  await page.getByRole('button', { name: '下载' }).first().click()
  await page.getByRole('searchbox').waitFor()
  const devices = () => server.query('select id from devices order by id')
  const before = await devices()
  await askToEnrol(phone, code)
  await page.getByText('请用普通窗口打开').waitFor()
  expect(await devices()).toEqual(before)
})
