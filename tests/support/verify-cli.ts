/** `npm run verify` as a process of its own, on files. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Verified {
  code: number
  output: string
}

export interface VerifyCli {
  /** writes a file of that content, JSON unless it is text already, and gives back its path */
  file: (content: unknown) => string
  verify: (path: string, args?: string[], lang?: string) => Promise<Verified>
  remove: () => void
}

export function verifyCli(): VerifyCli {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-evidence-'))
  let files = 0
  return {
    file(content) {
      const path = join(folder, `${++files}.json`)
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
      return path
    },
    verify: (path, args = [], lang = 'en_US.UTF-8') =>
      new Promise((resolve) => {
        const command = ['--import', 'tsx', 'src/server/cli/verify.ts', path, ...args]
        const env = { ...process.env, LANG: lang, LC_ALL: '' }
        execFile(process.execPath, command, { env }, (error, stdout, stderr) =>
          resolve({ code: (error?.code as number | undefined) ?? 0, output: stdout + stderr }),
        )
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
