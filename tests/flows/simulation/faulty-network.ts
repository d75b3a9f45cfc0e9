/**
 * A `fetch` over a line that does everything lines do to requests. What befalls a request is drawn from the seed, from
 * what it carries and from how often that was sent before: not from the order in which answers happened to come.
 */
import { gunzipSync } from 'node:zlib'
import { chanceFor } from './chance.ts'
import { FAULT_NAMES, FAULTS, type FaultName } from './faults.ts'

export interface FaultyNetwork {
  fetch: typeof fetch
  /** how often each fault came */
  counts: Map<FaultName, number>
  /** From now on the line is good; what was still under way arrives. */
  heal(): Promise<void>
  /** as bad as before */
  spoil(): void
}

/** A request that is alone on the line waits no longer for another to overtake it. */
const ALONE_MS = 5

/** What a request carries, in a word: the same for the same try of the same things. */
function nameOf(path: string, { method, body }: RequestInit): string {
  if (method !== 'POST') return `${method} ${path}`
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body as ArrayBuffer)
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString()
  const { operations, hashes } = JSON.parse(text) as { operations?: { id: string }[]; hashes?: string[] }
  return `${path} ${operations?.[0]?.id ?? hashes?.[0] ?? ''}`
}

export function faultyNetwork(seed: number, probability: number): FaultyNetwork {
  const counts = new Map<FaultName, number>()
  const tries = new Map<string, number>()
  const ghosts: { after: number; arrive: () => Promise<unknown> }[] = []
  const waiting: (() => void)[] = []
  let good = false

  /** Ghosts whose time has come arrive among the requests of later. */
  const haunt = async (all: boolean) => {
    const due = ghosts.filter((ghost) => all || --ghost.after <= 0)
    for (const ghost of due) ghosts.splice(ghosts.indexOf(ghost), 1)
    await Promise.all(due.map(({ arrive }) => arrive()))
  }

  const fetchOver: typeof fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const send = (body?: BodyInit) => fetch(url, body === undefined ? init : { ...init, body })
    if (good) return send()
    const name = nameOf(new URL(url).pathname, init)
    const nth = (tries.get(name) ?? 0) + 1
    tries.set(name, nth)
    const chance = chanceFor(seed, `${name} ${nth}`)
    const fault = chance.is(probability) ? FAULT_NAMES[chance.below(FAULT_NAMES.length)] : undefined
    waiting.splice(0).forEach((go) => go())
    void haunt(false)
    if (fault === undefined) return send()
    counts.set(fault, (counts.get(fault) ?? 0) + 1)
    return FAULTS[fault]({
      chance,
      send,
      url,
      init,
      overtaken: () =>
        new Promise((resolve) => {
          waiting.push(resolve)
          setTimeout(resolve, ALONE_MS)
        }),
      later() {
        // Without the phone's signal: it has given up, the request has not.
        const { method = 'GET', headers = {}, body = null } = init
        const arrive = () =>
          fetch(url, { method, headers, body }).then(
            (answer) => answer.arrayBuffer(),
            () => undefined,
          )
        ghosts.push({ after: 1 + chance.below(12), arrive })
      },
    })
  }
  return {
    fetch: fetchOver,
    counts,
    async heal() {
      good = true
      await haunt(true)
    },
    spoil() {
      good = false
    },
  }
}
