/** `npm start`: the database, the modules, the address; and an orderly end. */
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { type Config, readConfig } from './config.ts'
import { CONSOLE, tell } from './console.ts'
import type { Context } from './context.ts'
import { openDatabase, type OpenDatabase } from './db/open.ts'
import { firstStart } from './first-start.ts'
import { buildServer } from './http/build.ts'
import { createLogger } from './http/logging.ts'
import { startJobs } from './jobs/schedule.ts'
import { seedRules } from './modules/cases/rules.ts'
import { ensureSigningKey } from './modules/evidence/keys.ts'

/** Requests under way are given this long, in ms, when the server is told to stop. */
const GRACE = 5_000

function addressOf(app: FastifyInstance, { host, publicUrl }: Config): string {
  if (publicUrl !== undefined) return publicUrl
  const { port } = app.server.address() as AddressInfo
  const name = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<boolean> {
  try {
    await app.listen({ host, port })
    return true
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    tell(code === 'EADDRINUSE' ? CONSOLE.portTaken(host, port) : CONSOLE.cannotListen(host, port, message))
    return false
  }
}

async function closeHttp(app: FastifyInstance): Promise<void> {
  const force = setTimeout(() => app.server.closeAllConnections(), GRACE)
  await app.close()
  clearTimeout(force)
}

async function open(config: Config): Promise<OpenDatabase | undefined> {
  try {
    return await openDatabase(config, 'server', (why) => {
      tell(CONSOLE.databaseLost(why))
      process.exit(1)
    })
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return undefined
  }
}

/** Resolves with the exit code once the server has ended; whatever was started by then is stopped. */
async function serve(config: Config): Promise<number> {
  // Heard from the first moment, so that a stop while starting does not leave a database behind.
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
  })
  const database = await open(config)
  if (!database) return 1
  let app: FastifyInstance | undefined
  let stopJobs: (() => Promise<void>) | undefined
  try {
    const context: Context = {
      db: database.db,
      config,
      now: () => new Date(),
      log: createLogger(config.logLevel),
      databaseKind: database.kind,
    }
    await seedRules(context.db, context.now())
    await ensureSigningKey(context.db, context.now())
    const greetings = await firstStart(context)
    app = await buildServer(context)
    if (!(await listen(app, config))) return 1
    stopJobs = startJobs(context)
    tell(CONSOLE.running(addressOf(app, config)))
    tell(database.kind === 'embedded' ? CONSOLE.embedded(database.where) : CONSOLE.byUrl(database.where))
    for (const note of database.notes) tell(note)
    for (const greeting of greetings) tell(greeting)
    await told
    tell(CONSOLE.stopping)
    return 0
  } finally {
    await stopJobs?.()
    if (app) await closeHttp(app)
    await database.close()
    tell(CONSOLE.stopped)
  }
}

function configOrExit(): Config {
  try {
    return readConfig()
  } catch (error) {
    console.error((error as Error).message)
    process.exit(1)
  }
}

process.exit(await serve(configOrExit()))
