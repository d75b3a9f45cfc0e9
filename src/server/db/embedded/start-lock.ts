/** One start or stop at a time on a data directory, across processes. */
import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A holder touches its lock every `TOUCH` ms; one untouched for `STALE` ms was left behind. */
const TOUCH = 2_000
const STALE = 20_000
const PATIENCE = 180_000

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Runs `work` alone. A lock whose holder died is taken over. */
export async function alone<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const file = join(dataDir, 'starting.lock')
  const deadline = Date.now() + PATIENCE
  while (!take(file)) {
    if (leftBehind(file)) rmSync(file, { force: true })
    else if (Date.now() > deadline)
      throw new Error(
        `another process has been starting or stopping the database of ${dataDir} for minutes: see ${file}`,
      )
    else await sleep(25)
  }
  const touch = setInterval(() => {
    const now = new Date()
    try {
      utimesSync(file, now, now)
    } catch {
      // Taken over by someone who thought us dead; nothing to keep fresh.
    }
  }, TOUCH)
  try {
    return await work()
  } finally {
    clearInterval(touch)
    rmSync(file, { force: true })
  }
}

function take(file: string): boolean {
  let handle: number
  try {
    handle = openSync(file, 'wx', 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  writeSync(handle, String(process.pid))
  closeSync(handle)
  return true
}

function leftBehind(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    const idle = Date.now() - statSync(file).mtimeMs
    // Just made and not yet signed: give it a moment.
    if (!pid) return idle > 2_000
    return idle > STALE || (pid !== process.pid && !isAlive(pid))
  } catch {
    return false
  }
}
