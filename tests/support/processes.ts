/** Processes that belong to a folder, found by their command line and ended or frozen one by one, by their ids. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Ids of the processes whose command line names this path, our own not counted. */
export function processesOn(path: string): number[] {
  if (process.platform !== 'linux') {
    const listed = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n')
    return listed.filter((line) => line.includes(path)).map((line) => Number.parseInt(line, 10))
  }
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      if (!pid || pid === process.pid) return false
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(path)
      } catch {
        return false
      }
    })
}

/** Ids of the processes that this one has started (Linux). */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      if (!pid) return false
      try {
        // The name, in brackets, may hold anything; then come the state and the parent.
        const [, stat = ''] = /.*\) \w (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
        return Number.parseInt(stat, 10) === parent
      } catch {
        return false
      }
    })
}

/** Sends the signal to each; one that has ended meanwhile is passed over. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended.
    }
}

/** Kills what belongs to this folder and waits until nothing of it is left to write or to hold a lock there. */
export async function killAll(path: string): Promise<void> {
  for (;;) {
    const left = processesOn(path)
    if (left.length === 0) return
    signalAll(left, 'SIGKILL')
    await sleep(10)
  }
}
