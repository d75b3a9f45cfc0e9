/** The photo pipeline in a real browser, worker and all. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import sharp from 'sharp'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchOptions } from '../support/browser.ts'
import type { PhotoResult } from './photos.page.ts'

let folder: string
let browser: Browser
let page: Page
let files: Server

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-photos-'))
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    worker: { format: 'es' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'esnext',
      rolldownOptions: {
        input: join(import.meta.dirname, 'photos.page.ts'),
        output: { entryFileNames: 'page.js' },
      },
    },
  })
  await writeFile(join(folder, 'index.html'), '<!doctype html><script type="module" src="/page.js"></script>')
  files = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    const type = extname(path) === '.js' ? 'text/javascript' : 'text/html'
    readFile(join(folder, path)).then(
      (body) => response.setHeader('content-type', type).end(body),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve))
  browser = await chromium.launch(await launchOptions())
  page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(files.address() as AddressInfo).port}/`)
  await page.waitForFunction(() => window.addPhoto !== undefined)
})
afterAll(async () => {
  await browser.close()
  files.close()
  await rm(folder, { recursive: true, force: true })
})

const add = (bytes: Buffer, type = 'image/jpeg', worker = true): Promise<PhotoResult> =>
  page.evaluate(([base64, mime, inWorker]) => window.addPhoto!(base64, mime, inWorker), [
    bytes.toString('base64'),
    type,
    worker,
  ] as const)
const made = (result: PhotoResult) => {
  if ('code' in result) throw new Error(result.code)
  return { ...result, bytes: Buffer.from(result.base64, 'base64') }
}

/** A landscape photo as a phone held upright stores it: lying, with a note to turn it, and where it was taken. */
async function fromPhone(): Promise<Buffer> {
  const { width, height } = { width: 4000, height: 3000 }
  const pixels = randomBytes(200 * 150 * 3)
  return sharp(pixels, { raw: { width: 200, height: 150, channels: 3 } })
    .resize(width, height, { kernel: 'cubic' })
    .composite([
      {
        input: { create: { width: 2000, height: 1500, channels: 3, background: '#ff0000' } },
        left: 0,
        top: 0,
      },
    ])
    .jpeg({ quality: 92 })
    .withExif({
      IFD0: { Make: 'SecretPhone', Model: 'X' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 26/1 40/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer()
}

describe('photos', () => {
  it.each([true, false])(
    'shrinks, turns upright and forgets where it was taken (worker: %s)',
    async (worker) => {
      const source = await fromPhone()
      const before = await sharp(source).metadata()
      expect(before).toMatchObject({ width: 4000, height: 3000, orientation: 6 })
      const { bytes, sha256, type, width, height } = made(await add(source, 'image/jpeg', worker))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
      expect(type).toBe('image/jpeg')
      // The page's own thread is the fallback of the worker too: it must not hide a worker that cannot start.
      if (worker) expect(page.workers()).toHaveLength(1)
      expect([width, height]).toEqual([1200, 1600])
      expect(bytes.length).toBeLessThan(330 * 1024)
      const after = await sharp(bytes).metadata()
      expect(after.exif).toBeUndefined()
      expect(after.xmp).toBeUndefined()
      expect(after.iptc).toBeUndefined()
      expect(after.orientation ?? 1).toBe(1)
      expect(bytes.includes('SecretPhone')).toBe(false)
      // The red quarter was top left as stored; turned by a quarter to the right it is top right.
      const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
      const pixel = (x: number, y: number) => [
        ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
      ]
      const [red, green, blue] = pixel(900, 300) as [number, number, number]
      expect(red > 220 && green < 40 && blue < 40).toBe(true)
      expect(pixel(300, 300)).not.toEqual(pixel(900, 300))
    },
  )

  it('leaves a small picture its size and paints what is transparent white', async () => {
    const png = await sharp({
      create: { width: 300, height: 200, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer()
    const { bytes, width, height } = made(await add(png, 'image/png'))
    expect([width, height]).toEqual([300, 200])
    expect([...(await sharp(bytes).raw().toBuffer()).subarray(0, 3)]).toEqual([255, 255, 255])
  })

  it('says what it cannot read, whatever the file calls itself', async () => {
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(64)])
    expect(await add(heic, 'image/jpeg')).toEqual({ code: 'unsupportedMedia' })
    expect(await add(Buffer.from('no picture at all'), 'image/jpeg')).toEqual({ code: 'notAnImage' })
    expect(await add(Buffer.alloc(0))).toEqual({ code: 'notAnImage' })
    const cut = (await fromPhone()).subarray(0, 600)
    expect(await add(cut)).toEqual({ code: 'notAnImage' })
  })
})
