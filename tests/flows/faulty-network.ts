/** A `fetch` over a line that does everything lines do to requests. Which fault comes is drawn from the seed. */
import type { Chance } from './chance.ts'

export const FAULTS = [
  'dropBefore',
  'dropAfter',
  'twice',
  'late',
  'cutBody',
  'truncatedJson',
  'portal',
  'wrongSchema',
  'error500',
  'error503',
  'proxy502',
  'tooMany',
  'damagedBody',
] as const
type Fault = (typeof FAULTS)[number]

const html = '<!doctype html><title>Welcome</title><h1>Please accept our terms to use this free Wi-Fi</h1>'
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
const cut = () => new TypeError('fetch failed')
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export interface FaultyNetwork {
  fetch: typeof fetch
  /** how often each fault came */
  counts: Map<Fault, number>
  /** from now on the line is good */
  heal(): void
}

export function faultyNetwork(chance: Chance, probability: number): FaultyNetwork {
  const counts = new Map<Fault, number>()
  let good = false

  const fetchOver: typeof fetch = async (input, init) => {
    const send = () => fetch(input, init)
    if (good || !chance.is(probability)) return send()
    const fault = FAULTS[chance.below(FAULTS.length)] ?? 'dropBefore'
    counts.set(fault, (counts.get(fault) ?? 0) + 1)
    switch (fault) {
      case 'dropBefore':
        throw cut()
      case 'dropAfter':
        await (await send()).arrayBuffer()
        throw cut()
      case 'twice': {
        const [first, second] = await Promise.all([send(), send()])
        await first.arrayBuffer()
        return second
      }
      case 'late':
        await pause(chance.below(30))
        return send()
      case 'cutBody': {
        const whole = new Uint8Array(await (await send()).arrayBuffer())
        const half = whole.slice(0, whole.length >> 1)
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(half)
            controller.error(cut())
          },
        })
        return new Response(body, { status: 200, headers: { 'content-type': 'application/json' } })
      }
      case 'truncatedJson': {
        const answer = await send()
        const text = await answer.text()
        return new Response(text.slice(0, text.length >> 1), {
          status: answer.status,
          headers: { 'content-type': 'application/json' },
        })
      }
      case 'portal':
        return new Response(html, { status: 200, headers: { 'content-type': 'text/html' } })
      case 'wrongSchema':
        await (await send()).arrayBuffer()
        return json(200, { ok: true, data: [] })
      case 'error500':
        if (chance.is(0.5)) await (await send()).arrayBuffer()
        return json(500, { code: 'internal', message: 'something went wrong' })
      case 'error503':
        return json(503, { code: 'unavailable', message: 'restarting' }, { 'retry-after': '2' })
      case 'proxy502':
        return new Response('<h1>502 Bad Gateway</h1>', {
          status: 502,
          headers: { 'content-type': 'text/html' },
        })
      case 'tooMany':
        return json(429, { code: 'tooManyRequests', message: 'slow down' }, { 'retry-after': '3' })
      case 'damagedBody': {
        const body: unknown = init?.body
        const whole =
          typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body as ArrayBuffer)
        return fetch(input, { ...init, body: whole.slice(0, whole.length >> 1) })
      }
    }
  }
  return { fetch: fetchOver, counts, heal: () => (good = true) }
}
