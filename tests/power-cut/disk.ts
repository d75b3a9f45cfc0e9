/** A disk whose power can be cut: ext4 in a file, through a loop device. Needs root on Linux. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signalAll } from '../support/processes.ts'

const SIZE = 512 * 1024 * 1024

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { stdio: 'pipe', encoding: 'utf8' })

/** Why power cannot be cut on this machine; undefined where it can. */
export function whyNot(): string | undefined {
  if (process.platform !== 'linux') return 'loop mounts need Linux'
  if (process.getuid?.() !== 0) return 'loop mounts need root'
  for (const command of ['losetup', 'mkfs.ext4', 'mount', 'umount'])
    if (spawnSync('which', [command]).status !== 0) return `there is no ${command}`
  const free = spawnSync('losetup', ['-f'], { encoding: 'utf8' })
  return free.status === 0 ? undefined : `no loop device: ${free.stderr.trim()}`
}

export class Disk {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mingcha-power-'))
  /** where the disk is mounted; it is the same before and after the cut, so that paths stay good */
  readonly root = join(this.#folder, 'disk')
  #image = join(this.#folder, 'image-0')
  #cuts = 0

  constructor() {
    mkdirSync(this.root)
    writeFileSync(this.#image, '')
    truncateSync(this.#image, SIZE)
    run('mkfs.ext4', '-q', '-F', this.#image)
    this.#mount()
  }

  /**
   * Freezes the writers, takes the image as it stands, ends the writers, and goes on from that image: what had not
   * reached the disk by then is gone, and the file system replays its journal as after a real cut.
   */
  cut(writers: readonly number[], ended: () => boolean): void {
    signalAll(writers, 'SIGSTOP')
    const after = join(this.#folder, `image-${++this.#cuts}`)
    copyFileSync(this.#image, after)
    signalAll(writers, 'SIGKILL')
    for (let wait = 0; wait < 200 && !ended(); wait++) spawnSync('sleep', ['0.05'])
    this.#unmount()
    rmSync(this.#image)
    this.#image = after
    this.#mount()
  }

  remove(): void {
    this.#unmount()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #mount(): void {
    run('mount', '-o', 'loop', this.#image, this.root)
    // Under root the database runs as another user, who must be able to enter.
    run('chmod', '755', this.#folder, this.root)
  }

  #unmount(): void {
    if (!existsSync(this.root)) return
    for (let tries = 0; ; tries++) {
      const done = spawnSync('umount', [this.root], { encoding: 'utf8' })
      if (done.status === 0 || done.stderr.includes('not mounted')) return
      if (tries > 100) throw new Error(done.stderr)
      spawnSync('sleep', ['0.1'])
    }
  }
}
