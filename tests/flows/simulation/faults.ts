/** What a line does to one request and its answer. */
import { request as httpRequest } from 'node:http'
import type { Chance } from './chance.ts'

/** One request on its way. */
export interface Trip {
  chance: Chance
  /** to the server and back, unharmed; each call sends it once more */
  send: (body?: BodyInit) => Promise<Response>
  url: string
  init: RequestInit
  /** resolves once another request of this phone has overtaken this one, or none is there to */
  overtaken: () => Promise<void>
  /** the request arrives after all, when the phone has long given it up */
  later: () => void
}
export type Fault = (trip: Trip) => Promise<Response>

const html = '<!doctype html><title>Welcome</title><h1>Please accept our terms to use this free Wi-Fi</h1>'
const type = { json: { 'content-type': 'application/json' }, html: { 'content-type': 'text/html' } }
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { ...type.json, ...headers } })
const cut = () => new TypeError('fetch failed')
const bytesOf = (body: unknown): Uint8Array<ArrayBuffer> =>
  typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body as ArrayBuffer)
const half = <T extends { slice(from: number, to: number): T; length: number }>(whole: T): T =>
  whole.slice(0, whole.length >> 1)

/** Half of the request leaves, then the connection breaks. */
function sendHalf({ url, init }: Trip): Promise<void> {
  const body = bytesOf(init.body)
  return new Promise((resolve) => {
    const headers = { ...(init.headers as Record<string, string>), 'content-length': String(body.length) }
    const outgoing = httpRequest(url, { method: init.method ?? 'GET', headers })
    outgoing.on('error', () => resolve()).on('close', () => resolve())
    outgoing.write(half(body), () => outgoing.destroy())
  })
}

/** Named as they are counted. */
export const FAULTS = {
  dropBefore: () => Promise.reject(cut()),
  dropAfter: async ({ send }) => {
    await (await send()).arrayBuffer()
    throw cut()
  },
  twice: async ({ send }) => {
    const [first, second] = await Promise.all([send(), send()])
    await first.arrayBuffer()
    return second
  },
  reordered: async ({ send, overtaken }) => {
    await overtaken()
    return send()
  },
  ghost: ({ later }) => {
    later()
    return Promise.reject(new DOMException('the phone gave up', 'AbortError'))
  },
  cutRequest: async (trip) => {
    await sendHalf(trip)
    throw cut()
  },
  damagedRequest: ({ send, init }) => send(half(bytesOf(init.body))),
  cutAnswer: async ({ send }) => {
    const part = half(new Uint8Array(await (await send()).arrayBuffer()))
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(part)
        controller.error(cut())
      },
    })
    return new Response(body, { status: 200, headers: type.json })
  },
  truncatedJson: async ({ send }) => {
    const answer = await send()
    const text = await answer.text()
    return new Response(text.slice(0, text.length >> 1), {
      status: answer.status === 204 ? 200 : answer.status,
      headers: type.json,
    })
  },
  emptyAnswer: async ({ send }) => {
    await (await send()).arrayBuffer()
    return new Response('', { status: 200, headers: type.json })
  },
  portal: () => Promise.resolve(new Response(html, { status: 200, headers: type.html })),
  anotherAnswer: async ({ send }) => {
    await (await send()).arrayBuffer()
    return json(200, { ok: true, data: [] })
  },
  error500: async ({ send, chance }) => {
    if (chance.is(0.5)) await (await send()).arrayBuffer()
    return json(500, { code: 'internal', message: 'something went wrong' })
  },
  error503: () =>
    Promise.resolve(json(503, { code: 'unavailable', message: 'restarting' }, { 'retry-after': '2' })),
  proxy502: () =>
    Promise.resolve(new Response('<h1>502 Bad Gateway</h1>', { status: 502, headers: type.html })),
  timeout408: () => Promise.resolve(new Response('', { status: 408, headers: { connection: 'close' } })),
  signedOut401: () => Promise.resolve(json(401, { code: 'unauthenticated', message: 'a proxy wants you' })),
  tooMany429: ({ chance }) => {
    const wait = 1 + chance.below(600)
    const retryAfter = chance.is(0.5) ? String(wait) : new Date(Date.now() + wait * 1000).toUTCString()
    return Promise.resolve(
      json(429, { code: 'tooManyRequests', message: 'slow down' }, { 'retry-after': retryAfter }),
    )
  },
} satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[]
