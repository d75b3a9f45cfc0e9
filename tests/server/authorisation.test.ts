/** Every role at every endpoint of the desk: who may come in is the table's decision and nobody else's. */
import type { RouteOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DESK_ENDPOINTS } from '../../src/contract/desk/index.ts'
import { DESK_API } from '../../src/contract/endpoint.ts'
import { CAPABILITIES, may, STAFF_ROLES } from '../../src/domain/staff/roles.ts'
import { buildServer } from '../../src/server/http/build.ts'
import { type Desk, signedIn, stranger } from '../support/desk.ts'
import { publishRegion, REGION } from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

const WHO = [
  { role: 'office', head: true },
  { role: 'office', head: false },
  { role: 'unit', head: false },
  { role: 'auditor', head: false },
] as const

let server: TestServer
const desks = new Map<(typeof WHO)[number], Desk>()
beforeAll(async () => {
  server = await testServer({ config: { limits: { everything: 1_000_000, secrets: 1_000_000 } } })
  await publishRegion(server.context)
  for (const who of WHO)
    desks.set(
      who,
      await signedIn(server, {
        ...who,
        region: REGION,
        ...(who.role === 'unit' ? { department: 'tax' } : {}),
      }),
    )
})
afterAll(() => server.close())

const NO_SUCH = '00000000-0000-7000-8000-000000000000'
const params = (path: string) =>
  Object.fromEntries([...path.matchAll(/:(\w+)/g)].map(([, name]) => [name ?? '', NO_SUCH]))
/** An address that leads nowhere and an empty body: nothing happens, but the door has to be passed first. */
const knock = (desk: Desk, endpoint: (typeof DESK_ENDPOINTS)[number]) =>
  desk.send(endpoint, { params: params(endpoint.path), ...(endpoint.method === 'GET' ? {} : { body: {} }) })

describe.each(DESK_ENDPOINTS.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  '%s',
  (_, endpoint) => {
    it('asks strangers to sign in', async () => {
      const { status } = await knock(stranger(server), endpoint)
      expect(status).toBe(endpoint.capability === null ? 400 : 401)
    })
    it.each(WHO.map((who) => [who.head ? 'head' : who.role, who] as const))('%s', async (_name, who) => {
      const { capability } = endpoint
      if (capability === null || endpoint.path === '/session/end') return
      const { status } = await knock(desks.get(who)!, endpoint)
      if (may(who, capability)) expect([200, 400, 404, 409]).toContain(status)
      else expect(status).toBe(403)
    })
  },
)

it('names every route of the desk that the server has', async () => {
  const found: string[] = []
  const app = await buildServer({ ...server.context }, (route: RouteOptions) => {
    if (!route.url.startsWith(DESK_API)) return
    for (const method of [route.method].flat()) if (method !== 'HEAD') found.push(`${method} ${route.url}`)
  })
  await app.close()
  expect(found.sort()).toEqual(
    DESK_ENDPOINTS.map(({ method, path }) => `${method} ${DESK_API}${path}`).sort(),
  )
})

it('gives every capability to somebody, and to no unknown role', () => {
  const known = [...STAFF_ROLES, 'head']
  for (const who of Object.values(CAPABILITIES)) {
    expect(who.length).toBeGreaterThan(0)
    expect(who.every((role) => known.includes(role))).toBe(true)
  }
})
