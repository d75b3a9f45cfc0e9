/** The server and its command lines as processes of their own, bundled as they are shipped. */
import { spawn, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { freePort } from '../../src/server/db/embedded/postmaster.ts'

const root = join(import.meta.dirname, '../..')
/** Below node_modules, so that the bundle finds its dependencies. */
const bundle = join(root, 'node_modules', '.cache', `mingcha-test-server-${process.pid}`)

/** Bundles the sources as they stand; call it before the first process, and `removeBundle` after the last. */
export async function bundleServer(): Promise<void> {
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    mode: 'server',
    logLevel: 'error',
    build: { outDir: bundle, emptyOutDir: true, minify: false, sourcemap: false },
  })
}
export const removeBundle = (): void => rmSync(bundle, { recursive: true, force: true })

type Environment = Record<string, string | undefined>

export interface Ended {
  code: number | null
  output: string
}

export interface ServerProcess {
  url: string
  pid: number
  output: () => string
  end: (signal: NodeJS.Signals) => Promise<Ended>
}

export const isRoot = process.getuid?.() === 0

function launch(script: string, args: string[], environment: Environment) {
  const env = { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: '', SAMPLE: '0', ...environment }
  const child: ChildProcess = spawn(process.execPath, [join(bundle, script), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output })))
  return { child, ended, output: () => output }
}

/** One of `src/server/cli/*.ts`. */
export const runCli = (name: string, args: string[], environment: Environment): Promise<Ended> =>
  launch(`cli/${name}.js`, args, environment).ended

/** A server that is expected to refuse to start. */
export const runServer = async (environment: Environment): Promise<Ended> =>
  launch('main.js', [], { PORT: String(await freePort(0)), ...environment }).ended

/** On the `PORT` of the environment, where it names one. */
export async function startServer(environment: Environment): Promise<ServerProcess> {
  const port = Number(environment.PORT ?? (await freePort(0)))
  const url = `http://127.0.0.1:${port}`
  const { child, ended, output } = launch('main.js', [], { PORT: String(port), ...environment })
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended:\n${output()}`)
    const ready = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) break
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return {
    url,
    pid: child.pid ?? 0,
    output,
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}
