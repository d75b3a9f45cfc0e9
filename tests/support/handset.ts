/** A phone in somebody's hand: it opens the app, loses its network, runs out of battery and is switched on again. */
import { rmSync } from 'node:fs'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { firstVisit, newProfile } from './app.ts'
import { phone } from './browser.ts'
import type { Network } from './network.ts'
import { killAll } from './processes.ts'

export class Handset {
  /** Where its browser keeps everything; outlives the browser. */
  readonly profile = newProfile()
  /** the time zone that it is set to from its next start on; China's before */
  zone: string | undefined
  readonly #line: Network
  readonly #options: BrowserContextOptions
  #running: { context: BrowserContext; page: Page } | undefined

  constructor(line: Network, options: BrowserContextOptions = {}) {
    this.#line = line
    this.#options = options
  }

  get context(): BrowserContext {
    return this.#on().context
  }
  /** The window that is open; another one after every start. */
  get page(): Page {
    return this.#on().page
  }
  #on() {
    if (!this.#running) throw new Error('this phone is switched off')
    return this.#running
  }

  /** A new process of the browser on the same profile; nothing is open in it yet. */
  async switchOn(): Promise<this> {
    const zone = this.zone === undefined ? {} : { timezoneId: this.zone }
    const context = await phone(this.profile, { ...this.#options, ...zone })
    this.#running = { context, page: context.pages()[0] ?? (await context.newPage()) }
    return this
  }
  /** The browser ends in good order. */
  async switchOff(): Promise<void> {
    await this.#running?.context.close()
    this.#running = undefined
  }
  /** Every process of the browser is killed, as an empty battery would. */
  async die(): Promise<void> {
    await killAll(this.profile)
    await this.#running?.context.close().catch(() => undefined)
    this.#running = undefined
  }
  /** Ends it, and nothing of it is left. */
  async discard(): Promise<void> {
    await this.die()
    rmSync(this.profile, { recursive: true, force: true })
  }

  /** Opens this path of the product. */
  async open(path: string): Promise<Page> {
    await this.page.goto(this.#line.url + path)
    return this.page
  }

  /** The first visit, after which all is on the phone that works without a network. */
  async firstVisit(): Promise<this> {
    await firstVisit(this.page, this.#line.url)
    return this
  }

  /** Opens the app as from the home screen: in a new process. */
  async coldStart(path: string): Promise<Page> {
    await this.switchOn()
    return this.open(path)
  }
  /** The same where there is no network, for the browser to find out. */
  async coldStartOffline(path: string): Promise<Page> {
    this.#line.off()
    const page = await this.coldStart(path)
    await this.context.setOffline(true)
    return page
  }

  /** Takes the network away from the page, from the service worker and from `navigator.onLine`. */
  async unplug(): Promise<void> {
    this.#line.off()
    await this.context.setOffline(true)
  }
  async plug(): Promise<void> {
    this.#line.on()
    await this.context.setOffline(false)
  }
}
