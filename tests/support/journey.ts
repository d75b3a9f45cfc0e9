/**
 * What a journey starts from: the built product, a line to it that can be cut, a phone on that line, and a browser for
 * the desks. Each is there for the test that asks for it, and put away when the test or its file ends.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll, inject, test as base } from 'vitest'
import { launchOptions } from './browser.ts'
import { keepFirstStart, keptFirstStart, type FirstStart } from './first-start.ts'
import { Handset } from './handset.ts'
import { network } from './network.ts'
import { product, type Product } from './product.ts'

/** What may be set without changing what a first start does. */
const LATER = ['APP_DIR']

/** The first start of this run with the sample district; made now where no file before has needed it. */
async function sampleStart(): Promise<FirstStart | undefined> {
  const folder = inject('firstStartFolder')
  return keptFirstStart(folder) ?? keepFirstStart(await product(), folder)
}

async function begin(environment: Record<string, string>): Promise<Product> {
  const usual = Object.keys(environment).every((name) => LATER.includes(name))
  return product(environment, usual ? await sampleStart() : undefined)
}

/** The tests of a file, on a product with this environment. The product is up before the first of them. */
export function journey(environment: Record<string, string> = {}) {
  const test = base
    .extend('server', { scope: 'file' }, async ({}, { onCleanup }) => {
      const server = await begin(environment)
      onCleanup(() => server.stop())
      return server
    })
    .extend('line', { scope: 'file' }, async ({ server }, { onCleanup }) => {
      const line = await network(server.url)
      onCleanup(() => line.close())
      return line
    })
    .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
      const browser = await chromium.launch(await launchOptions())
      onCleanup(() => browser.close())
      return browser
    })
    // A new phone, switched on; nobody has opened the app on it.
    .extend('phone', async ({ line }, { onCleanup }) => {
      const phone = new Handset(line)
      onCleanup(async () => {
        await phone.discard()
        line.on()
      })
      return phone.switchOn()
    })
    // A phone with the app, the sample district and everything else that works without a network.
    .extend('visitor', ({ phone }) => phone.firstVisit())
  // In a hook's own time, so that a slow start costs no test its own.
  test.beforeAll(({ line }) => line.on())
  return test
}

/** A copy of the built app, for the product to serve and the test to replace by another build. */
export function copyOfApp(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-app-'))
  cpSync(join(import.meta.dirname, '../../dist/app'), folder, { recursive: true })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
