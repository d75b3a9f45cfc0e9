/** `npm run verify` as a process of its own, on files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleServer, removeBundle, runCli, type Ended } from './server-process.ts'

export interface VerifyCli {
  /** writes a file of that content, JSON unless it is text already, and gives back its path */
  file: (content: unknown) => string
  verify: (path: string, args?: string[], lang?: string) => Promise<Ended>
  remove: () => void
}

/** Bundles it as it is shipped. */
export async function verifyCli(): Promise<VerifyCli> {
  await bundleServer()
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-evidence-'))
  let files = 0
  return {
    file(content) {
      const path = join(folder, `${++files}.json`)
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
      return path
    },
    verify: (path, args = [], LANG = 'en_US.UTF-8') => runCli('verify', [path, ...args], { LANG }),
    remove() {
      rmSync(folder, { recursive: true, force: true })
      removeBundle()
    },
  }
}
