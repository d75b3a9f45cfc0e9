/**
 * `npm run power-cut -- [--cuts 10] [--side phone|server] [--control]`: cuts the power of a disk under a phone's browser
 * and under the server, and counts what had been acknowledged and is lost. Root on Linux only; says so elsewhere.
 *
 * `--control` does the same with Chromium's default durability instead of ours, and with a PostgreSQL that acknowledges
 * before its log is on the disk: both must lose some, or this could not see a loss.
 *
 * What it is not: the disk's own cache is taken to be safe, or to honour a flush.
 */
import { whyNot } from './disk.ts'
import { cutPhones, type Losses } from './phone.ts'
import { cutServers } from './server.ts'

const args = process.argv.slice(2)
const option = (name: string): string | undefined => {
  const at = args.indexOf(`--${name}`)
  return at >= 0 ? args[at + 1] : undefined
}
const cuts = Number(option('cuts') ?? 10)
const side = option('side')
const control = args.includes('--control')

function print(who: string, { cuts: done, acknowledged, lost }: Losses): number {
  console.log(`${who}: ${done} power cuts, ${acknowledged} records acknowledged, ${lost} lost`)
  return lost
}

const reason = whyNot()
if (reason !== undefined) {
  console.log(`skipped: ${reason}`)
} else {
  const sides = [
    { name: 'phone', control: 'Chromium’s default durability', cut: cutPhones },
    { name: 'server', control: 'synchronous_commit off', cut: cutServers },
  ]
  for (const { name, control: how, cut } of sides.filter(({ name }) => side === undefined || side === name)) {
    const lost = print(control ? `${name}, control (${how})` : name, await cut(cuts, control))
    // A control that loses nothing has shown nothing.
    if (control === (lost === 0)) process.exitCode = 1
  }
}
