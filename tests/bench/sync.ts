/**
 * How fast 1,000 saved records reach the server from a real Chromium, beside one bare request with the same bytes.
 *
 *   npm run bench -- sync [--server URL] [--count 1000] [--rtt 0,100]
 *
 * A third figure, against a server that answers at once and stores nothing, is what the phone itself costs.
 *
 * Without `--server` the built product is started in a directory of its own. The round trip is made by a relay that
 * holds bytes back in both directions; connecting is not delayed.
 */
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { launchOptions } from '../support/browser.ts'
import { product } from '../support/product.ts'
import type { SyncBench } from './sync.part.page.ts'

const args = process.argv.slice(2)
const option = (name: string, otherwise: string) => {
  const at = args.indexOf(`--${name}`)
  return args[at + 1] !== undefined && at >= 0 ? args[at + 1]! : otherwise
}
const count = Number(option('count', '1000'))
const rtts = option('rtt', '0,100').split(',').map(Number)
const RUNS = 3

interface Relay {
  url: string
  sent: () => number
  close: () => void
}

async function relay(target: string, rttMs: number): Promise<Relay> {
  const { hostname, port } = new URL(target)
  let up = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    const later = (from: Socket, to: Socket, seen: (bytes: number) => void) => {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('data', (chunk: Buffer) => {
        seen(chunk.length)
        if (rttMs === 0) to.write(chunk)
        else setTimeout(() => to.writable && to.write(chunk), rttMs / 2)
      })
      from.on('close', () => setTimeout(() => to.destroy(), rttMs))
      from.on('error', () => to.destroy())
    }
    later(near, far, (bytes) => (up += bytes))
    later(far, near, () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => up,
    close() {
      sockets.forEach((socket) => socket.destroy())
      server.close()
    },
  }
}

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

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const given = option('server', '')
const running = given === '' ? await product() : undefined
const target = running?.url ?? given
/** A server that does nothing but answer: what is left is the phone and the line. */
const bare = createHttpServer((request, response) => {
  const chunks: Buffer[] = []
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      response.setHeader('access-control-allow-origin', '*').setHeader('content-type', 'application/json')
      if (!request.url?.endsWith('/sync')) return response.end('{}')
      const { operations } = JSON.parse(gunzipSync(Buffer.concat(chunks)).toString()) as {
        operations: { id: string }[]
      }
      const receivedAt = new Date().toISOString()
      const results = operations.map(({ id }) => ({ id, status: 'applied', attachments: [], receivedAt }))
      return response.end(JSON.stringify({ serverTime: receivedAt, results }))
    })
})
await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`
const code = await script()
const browser = await chromium.launch(await launchOptions())

async function open(line: Relay): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true })
  const page = await context.newPage()
  await page.goto(`${line.url}/healthz`)
  await page.addScriptTag({ content: code })
  return page
}

try {
  const { regions } = (await (await fetch(`${target}/api/v1/regions`)).json()) as {
    regions: { code: string }[]
  }
  const region = regions[0]?.code ?? '000000'
  const manifest = (await (await fetch(`${target}/api/v1/regions/${region}/catalogue`)).json()) as {
    url: string
  }
  const file = (await (await fetch(target + manifest.url)).json()) as { items: { code: string }[] }
  const item = file.items[0]?.code ?? ''
  const drainOver = async (line: Relay, results: SyncBench[]): Promise<number> => {
    const page = await open(line)
    const before = line.sent()
    const result = await page.evaluate(([r, i, n]) => window.benchSync!(r, i, n), [
      region,
      item,
      count,
    ] as const)
    if (result.waiting + result.needsAttention > 0) throw new Error(JSON.stringify(result))
    results.push(result)
    await page.context().close()
    return line.sent() - before
  }
  for (const rtt of rtts) {
    const real: SyncBench[] = []
    const alone: SyncBench[] = []
    const limits: number[] = []
    let bytes = 0
    for (let run = 0; run < RUNS; run++) {
      const line = await relay(target, rtt)
      const bareLine = await relay(bareUrl, rtt)
      bytes = await drainOver(line, real)
      await drainOver(bareLine, alone)
      const page = await open(bareLine)
      limits.push(
        await page.evaluate(([url, n]) => window.benchOneRequest!(url, n), [bareLine.url, bytes] as const),
      )
      await page.context().close()
      line.close()
      bareLine.close()
    }
    const ms = (results: SyncBench[]) => median(results.map(({ drainMs }) => drainMs)).toFixed(0)
    console.log(
      [
        `RTT ${rtt} ms: ${count} records in ${ms(real)} ms`,
        `with a server that only answers ${ms(alone)} ms`,
        `one bare request with the same ${(bytes / 1000).toFixed(0)} kB ${median(limits).toFixed(0)} ms`,
        `save (strict) median ${median(real.map(({ saveMedian }) => saveMedian)).toFixed(2)} ms`,
      ].join(' · '),
    )
  }
} finally {
  await browser.close()
  bare.close()
  await running?.stop()
}
