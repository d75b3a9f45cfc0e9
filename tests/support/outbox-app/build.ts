/** Builds the page and the product's own service worker into a folder that a server can serve as its app. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../../..')

async function bundle(outDir: string, name: string, entry: string): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    // Nothing is precached: the page comes from the server every time.
    define: { 'self.__WB_MANIFEST': '[]', 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'esnext',
      minify: false,
      lib: { entry, formats: ['iife'], name: 'part', fileName: () => name },
    },
  })
}

/** The folder; the caller removes it. */
export async function buildOutboxApp(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-outbox-app-'))
  await bundle(folder, 'page.js', join(import.meta.dirname, 'page.ts'))
  await bundle(folder, 'sw.js', join(root, 'src/sw/sw.ts'))
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>outbox</title><script src="/page.js"></script>',
  )
  return folder
}
