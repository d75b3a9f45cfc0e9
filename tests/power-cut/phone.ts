/** The phone's side: a Chromium whose profile lies on the disk saves through the real filing while power is cut. */
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { phone } from '../support/browser.ts'
import { buildOutboxApp } from '../support/outbox-app/build.ts'
import { killAll, processesOn } from '../support/processes.ts'
import { Disk } from './disk.ts'

export interface Losses {
  cuts: number
  acknowledged: number
  lost: number
}

/** @param relaxed the control: the same with Chromium's default durability, which does lose records */
export async function cutPhones(cuts: number, relaxed: boolean): Promise<Losses> {
  const app = await buildOutboxApp()
  const files = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://phone.invalid')
    const path = pathname === '/' ? '/index.html' : pathname
    const known = ['/index.html', '/page.js'].includes(path)
    response.writeHead(known ? 200 : 404, {
      'content-type': extname(path) === '.js' ? 'text/javascript' : 'text/html',
    })
    response.end(known ? readFileSync(join(app, path)) : '')
  })
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(files.address() as AddressInfo).port}/`
  const disk = new Disk()
  const profile = join(disk.root, 'profile')
  const open = async (told: (id: string) => void): Promise<Page> => {
    const context = await phone(profile)
    const page = context.pages()[0] ?? (await context.newPage())
    await page.exposeFunction('told', told)
    await page.goto(relaxed ? `${url}?relaxed` : url)
    await page.waitForFunction(() => window.outbox !== undefined)
    return page
  }
  const saved = new Set<string>()
  const lost = new Set<string>()
  try {
    for (let cut = 0; cut <= cuts; cut++) {
      const page = await open((id) => saved.add(id))
      const { filed, broken } = await page.evaluate(() => window.outbox!.known())
      const there = new Set(filed)
      for (const id of saved) if (!there.has(id) || broken.includes(id)) lost.add(id)
      if (cut === cuts) {
        await page.context().close()
        break
      }
      const before = saved.size
      await page.evaluate(() => window.outbox!.saveOn('999001'))
      while (saved.size < before + 20) await sleep(10)
      await sleep(Math.random() * 1500)
      const closed = new Promise((resolve) => page.context().once('close', resolve))
      disk.cut(processesOn(profile), () => processesOn(profile).length === 0)
      await closed
    }
  } finally {
    files.close()
    await killAll(profile)
    disk.remove()
    rmSync(app, { recursive: true, force: true })
  }
  return { cuts, acknowledged: saved.size, lost: lost.size }
}
