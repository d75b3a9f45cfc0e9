// Everything that must hold, in one command: format, lint, unused code, types, build within budget, all tests.
// The last line counts them: each check counts as one, each test as one.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = (name) => join(root, 'node_modules/.bin', name)
const scratch = mkdtempSync(join(tmpdir(), 'mingcha-test-'))

let passed = 0
let failed = 0
let skipped = 0

/** Runs a command and gives its exit code; `aside` keeps what it prints until it has ended. */
function run(command, args, aside = false) {
  return new Promise((resolve) => {
    const output = aside ? 'pipe' : 'inherit'
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', output, output] })
    const printed = []
    child.stdout?.on('data', (chunk) => printed.push(chunk))
    child.stderr?.on('data', (chunk) => printed.push(chunk))
    const end = (code) => {
      process.stdout.write(Buffer.concat(printed))
      resolve(code)
    }
    child.on('error', () => end(1))
    child.on('close', (code) => end(code ?? 1))
  })
}

const check = (name, command, args) => async (aside) => {
  const started = Date.now()
  const ok = (await run(command, args, aside)) === 0
  console.log(`${ok ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(0)} s)`)
  ok ? passed++ : failed++
}

const tests =
  (report, ...args) =>
  async (aside) => {
    const file = join(scratch, report)
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    await run(bin('vitest'), ['run', ...reporters, ...args], aside)
    count(file)
  }

function count(file) {
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'))
    // A file that dies before its tests are known counts as one failure.
    const died = result.testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    ).length
    passed += result.numPassedTests
    failed += Math.max(result.numFailedTests + died, result.success ? 0 : 1)
    skipped += result.numPendingTests + result.numTodoTests
  } catch {
    console.error('The test run left no report.')
    failed += 1
  }
}

const projects = (...names) => names.flatMap((name) => ['--project', name])
const inTurn = async (steps, aside = false) => {
  for (const step of steps) await step(aside)
}

const only = process.argv.slice(2)
if (only.length > 0) await tests('some.json', ...only)(false)
else {
  // Lint reads what the type check writes; both want one core, and so does what depends on neither.
  await inTurn([check('messages compile', 'npm', ['run', '-s', 'i18n'])])
  await Promise.all([
    inTurn(
      [
        check('types and one-way imports', bin('vue-tsc'), ['-b']),
        check('lint', bin('eslint'), ['.', '--max-warnings', '0']),
      ],
      true,
    ),
    inTurn([
      check('build within size budget', 'npm', ['run', '-s', 'bundle']),
      check('unused code', bin('knip'), []),
      check('format', bin('prettier'), ['--check', '--log-level', 'warn', '.']),
      tests('pure.json', ...projects('unit', 'components')),
    ]),
  ])
  // What starts processes wants the machine for itself.
  await tests('whole.json', ...projects('server', 'flows', 'e2e'))(false)
}

rmSync(scratch, { recursive: true, force: true })
if (skipped > 0) console.log(`${skipped} skipped: what they need is not on this machine.`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
