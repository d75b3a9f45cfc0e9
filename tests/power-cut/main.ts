/**
 * `npm run power-cut -- [--cuts 10] [--side phone|server] [--control]`: cuts the power of a disk under a phone's browser
 * and under the server, and counts what had been acknowledged and is lost. Root on Linux only; says so elsewhere.
 *
 * `--control` saves with Chromium's default durability instead of ours, to show that this can see a loss.
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
  let lost = 0
  if (side !== 'server') {
    const losses = await cutPhones(cuts, control)
    const found = print(control ? 'phone, relaxed durability (control)' : 'phone', losses)
    if (!control) lost += found
  }
  if (side !== 'phone') lost += print('server', await cutServers(cuts))
  process.exitCode = lost === 0 ? 0 : 1
}
