import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testServer, type TestServer } from '../support/server.ts'

describe('health and time', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer({ now: () => new Date('2026-11-23T02:00:00.000Z') })
  })
  afterAll(() => server.close())
  const get = (path: string) => fetch(`${server.url}${path}`)

  it('is alive and ready', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' })
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' })
  })

  it('tells its time', async () => {
    expect(await (await get('/api/v1/time')).json()).toEqual({ serverTime: '2026-11-23T02:00:00.000Z' })
  })

  it('counts requests by route template', async () => {
    await get('/api/v1/time')
    const text = await (await get('/metrics')).text()
    expect(text).toMatch(
      /mingcha_http_request_seconds_count\{method="GET",route="\/api\/v1\/time",status="200"\} [1-9]/,
    )
  })

  it('has a request id and strict headers on every answer', async () => {
    const { headers } = await get('/healthz')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const policy = headers.get('content-security-policy') ?? ''
    // Beside our own files only the script and the style that stand in the built page, if it is built.
    expect(policy).toMatch(/script-src 'self'( 'sha256-[\w+/]{43}=')?;/)
    expect(policy).toMatch(/style-src 'self'( 'sha256-[\w+/]{43}=')?;/)
    expect(policy).toContain("img-src 'self' blob: data:")
    expect(policy).toContain("worker-src 'self'")
  })
})
