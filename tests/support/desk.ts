/** Staff at a desk, as their browsers would: signed in with a password, a cookie in hand. */
import { addressOf, type AnswerOf, type AskWith, type Endpoint } from '../../src/contract/endpoint.ts'
import type { StaffMember } from '../../src/domain/staff/roles.ts'
import { createStaff, type NewStaff } from '../../src/server/modules/staff/accounts.ts'
import type { TestServer } from './server.ts'

export class Desk {
  readonly url: string
  readonly id: string
  readonly cookie: string
  constructor(url: string, id: string, cookie: string) {
    this.url = url
    this.id = id
    this.cookie = cookie
  }

  /** The answer as it came. */
  async send(
    endpoint: Endpoint,
    input: object = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const { params, query, body } = input as {
      params?: Record<string, string>
      query?: Record<string, unknown>
      body?: unknown
    }
    return fetch(this.url + addressOf(endpoint, params, query), {
      method: endpoint.method,
      headers: {
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** What the endpoint answers; throws where it refuses. */
  async ask<E extends Endpoint>(endpoint: E, input: AskWith<E>): Promise<AnswerOf<E>> {
    const response = await this.send(endpoint, input)
    if (response.status !== 200)
      throw new Error(`${endpoint.path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as AnswerOf<E>
  }

  /** `[status, code]` of a refusal. */
  async refusal(endpoint: Endpoint, input: object = {}): Promise<[number, string]> {
    const response = await this.send(endpoint, input)
    return [response.status, ((await response.json()) as { code: string }).code]
  }
}

let made = 0
export const PASSWORD = 'correct horse battery'

/** Creates an account and signs it in. */
export async function signedIn(
  server: TestServer,
  staff: Partial<NewStaff> & Pick<StaffMember, 'role' | 'region'>,
): Promise<Desk> {
  const login = staff.login ?? `staff-${++made}`
  await createStaff(server.context, { name: `职员${made}`, password: PASSWORD, ...staff, login })
  return signIn(server, login)
}

/** Signs an account in that exists. */
export async function signIn(server: { url: string }, login: string, password = PASSWORD): Promise<Desk> {
  const response = await fetch(`${server.url}/api/v1/desk/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  if (response.status !== 200) throw new Error(`sign-in: ${response.status} ${await response.text()}`)
  const { id } = (await response.json()) as { id: string }
  return new Desk(server.url, id, (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '')
}

/** Somebody without a session. */
export const stranger = (server: TestServer): Desk => new Desk(server.url, '', '')
