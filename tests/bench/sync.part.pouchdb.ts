/**
 * PouchDB and express-pouchdb (LevelDB on disk), for the comparison alone: fetched from npm into a temporary folder when
 * the benchmark runs, never a dependency of the product.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PACKAGES = ['pouchdb@9.0.0', 'express@4', 'express-pouchdb@4.2.0']
const FOLDER = join(tmpdir(), 'mingcha-bench-pouchdb')

const SERVER = `
const express = require('express')
const PouchDB = require('pouchdb').defaults({ prefix: process.argv[2] + '/' })
const app = express()
app.get('/', (_, response) => response.send('<p>PouchDB</p>'))
app.use('/db', require('express-pouchdb')(PouchDB, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: process.argv[2] + '/log.txt' }))
const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
`

export interface PouchServer {
  url: string
  version: string
  /** for the page */
  script: string
  close(): void
}

/** Undefined, after saying why, where the packages cannot be had. */
export async function pouchServer(): Promise<PouchServer | undefined> {
  const package_ = join(FOLDER, 'node_modules/pouchdb')
  if (!existsSync(join(FOLDER, 'node_modules/express-pouchdb/package.json'))) {
    console.log(`Fetching ${PACKAGES.join(', ')} into ${FOLDER} (for this comparison only) …`)
    mkdirSync(FOLDER, { recursive: true })
    const quiet = ['--no-audit', '--no-fund', '--silent', '--no-save']
    const { status } = spawnSync('npm', ['install', '--prefix', FOLDER, ...quiet, ...PACKAGES], {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 300_000,
    })
    if (status !== 0) {
      rmSync(FOLDER, { recursive: true, force: true })
      console.log('PouchDB is left out: its packages cannot be had (no npm registry in reach?).')
      return undefined
    }
  }
  const data = mkdtempSync(join(tmpdir(), 'mingcha-bench-couch-'))
  const entry = join(FOLDER, 'server.cjs')
  writeFileSync(entry, SERVER)
  const child = spawn(process.execPath, [entry, data], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (told) => resolve(Number(told)))
    child.once('exit', (code) => reject(new Error(`express-pouchdb ended with ${code}`)))
  })
  const { version } = JSON.parse(readFileSync(join(package_, 'package.json'), 'utf8')) as { version: string }
  return {
    url: `http://127.0.0.1:${port}`,
    version,
    script: readFileSync(join(package_, 'dist/pouchdb.min.js'), 'utf8'),
    close() {
      child.kill()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
