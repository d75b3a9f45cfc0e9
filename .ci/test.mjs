// Everything that must hold, in one command: format, lint, unused code, types, build within budget, all tests.
// The last line counts them: each check counts as one, each test as one.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = (name) => join(root, 'node_modules/.bin', name)
const only = process.argv.slice(2)

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

let passed = 0
let failed = 0
const checks = [
  ['messages compile', 'npm', ['run', '-s', 'i18n']],
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['types and one-way imports', bin('vue-tsc'), ['-b']],
  ['lint', bin('eslint'), ['.', '--max-warnings', '0']],
  ['unused code', bin('knip'), []],
  ['build within size budget', 'npm', ['run', '-s', 'build']],
]
if (only.length === 0) {
  for (const [name, command, args] of checks) {
    const started = Date.now()
    const ok = (await run(command, args)) === 0
    console.log(`${ok ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(0)} s)`)
    ok ? passed++ : failed++
  }
}

const scratch = mkdtempSync(join(tmpdir(), 'mingcha-test-'))
const report = join(scratch, 'report.json')
await run(bin('vitest'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...only,
])
let skipped = 0
try {
  const result = JSON.parse(readFileSync(report, 'utf8'))
  passed += result.numPassedTests
  failed += result.numFailedTests
  skipped = result.numPendingTests + result.numTodoTests
  // A file that dies before its tests are known counts as one failure.
  failed += result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length
  if (!result.success && failed === 0) failed = 1
} catch {
  console.error('The test run left no report.')
  failed += 1
}
rmSync(scratch, { recursive: true, force: true })
if (skipped > 0) console.log(`${skipped} skipped: what they need is not on this machine.`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
