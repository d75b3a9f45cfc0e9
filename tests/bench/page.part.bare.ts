/** The least app of the same packages, built and served as the product is: compressed files, immutable but for the page. */
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
}

export interface BareApp {
  url: string
  stop(): void
}

/** `items` are what it stores on the first visit. */
export async function bareApp(items: object[]): Promise<BareApp> {
  const outDir = mkdtempSync(join(tmpdir(), 'mingcha-bench-bare-'))
  await build({
    root: join(import.meta.dirname, 'bare-app'),
    configFile: false,
    logLevel: 'error',
    plugins: [VitePWA({ strategies: 'generateSW', injectRegister: false, manifest: false })],
    build: { outDir, emptyOutDir: true, target: ['chrome100'], modulePreload: { polyfill: false } },
  })
  writeFileSync(join(outDir, 'items.json'), JSON.stringify(items))
  const files = readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((name) => extname(name))
  for (const name of files)
    writeFileSync(join(outDir, `${name}.br`), brotliCompressSync(readFileSync(join(outDir, name))))
  const server = createServer(({ url = '/' }, response) => {
    const name = url === '/' ? 'index.html' : url.slice(1)
    if (!files.includes(name)) return response.writeHead(404).end()
    const kept = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    response.writeHead(200, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-encoding': 'br',
      'cache-control': kept,
    })
    return createReadStream(join(outDir, `${name}.br`)).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close()
      rmSync(outDir, { recursive: true, force: true })
    },
  }
}
