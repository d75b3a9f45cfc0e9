// Builds the app and the server unless dist/ is newer than everything it is made from.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json', 'package-lock.json']
const generated = join(root, 'src/app/i18n/paraglide')
const stamp = join(root, 'dist/.built')

function newest(path) {
  if (path === generated) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

// A deployment without sources runs what it was given.
const present = sources.map((name) => join(root, name)).filter(existsSync)
const fresh =
  existsSync(stamp) &&
  (!existsSync(join(root, 'src')) || statSync(stamp).mtimeMs >= Math.max(...present.map(newest)))
if (!fresh) {
  if (!process.argv.includes('--quiet')) console.log('Building …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const run = spawnSync(npm, ['run', '-s', 'build'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (run.status !== 0) {
    process.stderr.write(run.stdout + run.stderr)
    process.exit(run.status ?? 1)
  }
}
