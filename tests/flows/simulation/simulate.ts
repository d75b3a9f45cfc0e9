/** One seed: phones whose users save and act over a bad line, phones that die, a good line in the end, and the verdict. */
import { LONGEST_WAIT_MS } from '#sync/retry'
import type { Context } from '../../../src/server/context.ts'
import { appointSupervisor } from '../../../src/server/modules/supervisors/appointments.ts'
import { REGION } from '../../support/filing.ts'
import { chanceFor, type Chance } from './chance.ts'
import { faultyNetwork, type FaultyNetwork } from './faulty-network.ts'
import type { FaultName } from './faults.ts'
import { newModel } from './model.ts'
import { askAbout, QUESTION, workThrough } from './office.ts'
import { judgeAcknowledged, judgePhone, judgeServer, type Verdict } from './oracle.ts'
import { createFlowPhone, type FlowPhone } from './phone.ts'
import { User } from './user.ts'

export interface Size {
  phones: number
  /** saved on each phone before the office answers */
  operations: number
  /** attempts to send over the bad line, at least */
  attempts: number
}

export interface Report extends Verdict {
  seed: number
  operations: number
  photos: number
  /** records that were refused as they should be */
  poisoned: number
  deaths: number
  /** answers of supervisors to questions about their inspections */
  replies: number
  faults: Map<FaultName, number>
}

/** Of all requests. */
const FAULTY = 0.45
const CLUMSY = 0.08
const BASE_TIME = Date.parse('2026-03-02T01:00:00Z')
const YEAR_MS = 365 * 24 * 3600 * 1000

interface Player {
  user: User
  phone: FlowPhone
  net: FaultyNetwork
  chance: Chance
  deaths: number
}

/** Sends over the bad line, dies in the middle now and then, and saves on meanwhile. */
async function live(player: Player, toSave: number, attempts: number): Promise<void> {
  const { phone, user, chance } = player
  for (let attempt = 0; attempt < attempts || toSave > 0; attempt++) {
    for (let n = chance.below(6); n > 0 && toSave > 0; n--, toSave--) await user.saveSomething()
    const draining = phone.drain(chance.is(0.2), chance.is(0.2) ? 1 + chance.below(40) : Infinity)
    if (chance.is(0.3) && toSave-- > 0) await user.saveSomething()
    const progress = await draining
    if (!progress) player.deaths++
    if (progress?.nextAttempt !== undefined) phone.jump(Date.parse(progress.nextAttempt))
  }
}

/** On a good line everything arrives before the longest wait is over, by the timer alone. */
async function settle({ phone }: Player): Promise<void> {
  const until = phone.now() + LONGEST_WAIT_MS
  for (let attempt = 0; attempt < 200; attempt++) {
    const { waiting, nextAttempt } = (await phone.drain()) ?? { waiting: -1 }
    if (waiting === 0) return
    if (nextAttempt === undefined)
      throw new Error(`${phone.name}: ${waiting} wait and nothing says until when`)
    phone.jump(Date.parse(nextAttempt))
    if (phone.now() > until)
      throw new Error(`${phone.name}: ${waiting} wait for longer than the longest wait`)
  }
  throw new Error(`${phone.name}: something still waits on a good line`)
}

const isBad = ({ lost, doubled, wrong }: Verdict) => lost.length + doubled.length + wrong.length > 0

export async function simulate(
  server: { url: string; context: Context },
  seed: number,
  { phones, operations, attempts }: Size,
): Promise<Report> {
  const model = newModel()
  const players = Array.from({ length: phones }, (_, n): Player => {
    // A stream of chances each for a phone's user, its own dice and its line, so that one does not shift the others.
    const of = (what: string) => chanceFor(seed, `${what} ${n}`)
    const net = faultyNetwork(seed * 31 + n, FAULTY)
    // Clocks stand wrong, some by years.
    const clock = of('clock')
    const off = clock.is(0.3) ? (clock.next() - 0.5) * 8 * YEAR_MS : (clock.next() - 0.5) * 600_000
    const startsAt = Math.round(BASE_TIME + off)
    const phone = createFlowPhone(`sim-${seed}-${n}`, server.url, net.fetch, of('phone'), startsAt)
    const chance = of('user')
    return { net, phone, chance, user: new User(phone, chance, model, CLUMSY), deaths: 0 }
  })
  const each = (work: (player: Player) => Promise<unknown>) => Promise.all(players.map(work))
  const all = players.map(({ phone }) => phone)
  const verdicts: Verdict[] = []
  /** The office has read them; citizens and supervisors act on what it asks and answers, and the line is as bad as before. */
  const secondHalf = async () => {
    const worked = await workThrough(server.context, model.cases, chanceFor(seed, 'office'))
    const sealed = model.filed.filter(({ type }) => type === 'inspection.submit')
    const asked = await askAbout(
      server.context,
      sealed.map(({ id }) => id),
      chanceFor(seed, 'questions'),
    )
    for (const { net } of players) net.spoil()
    await each(async (player) => {
      for (const { filed, may } of worked.filter((one) => one.filed.phone === player.phone))
        if (player.chance.is(0.7))
          await player.user.act(filed, may[player.chance.below(may.length)] ?? 'withdraw')
      for (const { id } of sealed.filter((one) => one.phone === player.phone && asked.includes(one.id)))
        if (player.chance.is(0.8)) await player.user.reply(id, QUESTION)
      await live(player, 0, Math.ceil(attempts / 3))
    })
    verdicts.push(await judgeAcknowledged(server.context, all))
    await each(({ net }) => net.heal())
    await each(settle)
  }
  try {
    const [supervisor] = players
    if (supervisor) {
      const { code } = await appointSupervisor(server.context, { region: REGION, name: '监督员' })
      await supervisor.user.becomeSupervisor(code)
    }
    await each((player) => live(player, operations, attempts))
    verdicts.push(await judgeAcknowledged(server.context, all))
    await each(({ net }) => net.heal())
    await each(settle)
    const unexpected = await each(({ user }) => user.attend())
    verdicts.push({ lost: [], doubled: [], wrong: unexpected.flat() as string[] })
    await each(settle)
    verdicts.push(await judgeAcknowledged(server.context, all))
    // What is lost already cannot be acted on.
    if (!verdicts.some(isBad)) await secondHalf()
    verdicts.push(await judgeServer(server.context, model))
    for (const phone of all) verdicts.push(await judgePhone(phone, model))
  } finally {
    await each(({ phone }) => phone.close())
  }

  const faults = new Map<FaultName, number>()
  for (const { net } of players)
    for (const [fault, count] of net.counts) faults.set(fault, (faults.get(fault) ?? 0) + count)
  return {
    seed,
    operations: model.filed.length,
    photos: new Set(model.filed.flatMap(({ photos }) => photos)).size,
    poisoned: model.filed.filter(({ poison }) => poison).length,
    deaths: players.reduce((sum, player) => sum + player.deaths, 0),
    replies: model.replies.length,
    faults,
    lost: verdicts.flatMap(({ lost }) => lost),
    doubled: verdicts.flatMap(({ doubled }) => doubled),
    wrong: verdicts.flatMap(({ wrong }) => wrong),
  }
}
