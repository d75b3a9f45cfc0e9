/** A disk whose power can be cut: ext4 in a file, through a loop device. Needs root on Linux. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signalAll } from '../support/processes.ts'

const SIZE = 512 * 1024 * 1024
/**
 * The file system's own word for a cut: `EXT4_IOC_SHUTDOWN` without flushing its journal. From that call on nothing
 * more reaches the disk, not what waits in memory and not what is written later. Only Perl, of what a Linux has, can
 * make it from outside.
 */
const SHUT_DOWN = String.raw`
  my $how = pack('L', 2);
  open(my $root, '<', $ARGV[0]) or die "$!";
  ioctl($root, 0x8004587d, $how) or die "$!";`

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { stdio: 'pipe', encoding: 'utf8' })

/** Why power cannot be cut on this machine; undefined where it can. */
export function whyNot(): string | undefined {
  if (process.platform !== 'linux') return 'loop mounts need Linux'
  if (process.getuid?.() !== 0) return 'loop mounts need root'
  for (const command of ['losetup', 'mkfs.ext4', 'mount', 'umount', 'perl'])
    if (spawnSync('which', [command]).status !== 0) return `there is no ${command}`
  const free = spawnSync('losetup', ['-f'], { encoding: 'utf8' })
  return free.status === 0 ? undefined : `no loop device: ${free.stderr.trim()}`
}

export class Disk {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mingcha-power-'))
  /** where the disk is mounted; it is the same before and after the cut, so that paths stay good */
  readonly root = join(this.#folder, 'disk')
  readonly #image = join(this.#folder, 'image')

  constructor() {
    mkdirSync(this.root)
    writeFileSync(this.#image, '')
    truncateSync(this.#image, SIZE)
    run('mkfs.ext4', '-q', '-F', this.#image)
    this.#mount()
  }

  /**
   * Freezes the writers, cuts the power, ends the writers, and mounts the disk again: what had not reached it by then is
   * gone, and the file system replays its journal as after a real cut.
   */
  cut(writers: readonly number[], ended: () => boolean): void {
    signalAll(writers, 'SIGSTOP')
    run('perl', '-e', SHUT_DOWN, this.root)
    signalAll(writers, 'SIGKILL')
    for (let wait = 0; wait < 600 && !ended(); wait++) spawnSync('sleep', ['0.05'])
    this.#unmount()
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
