import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as rawRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ERROR_STATUS } from '../../src/contract/errors.ts'
import { LIMITS } from '../../src/server/config.ts'
import { openApiDocument } from '../../src/server/http/openapi.ts'
import {
  caseOperation,
  newReceipt,
  photo,
  postJson,
  publishRegion,
  putBlob,
  ratingOperation,
  send,
} from '../support/filing.ts'
import { startPostgres } from '../support/postgres.ts'
import { testServer, type TestServer } from '../support/server.ts'

const appDir = mkdtempSync(join(tmpdir(), 'mingcha-app-'))
const script = `console.log(${JSON.stringify('x'.repeat(4000))})`
mkdirSync(join(appDir, 'assets'))
const inPage = { script: 'document.title = 1', style: 'body{margin:0}' }
const html = `<!doctype html><title>明察</title><script>${inPage.script}</script><style>${inPage.style}</style>`
writeFileSync(join(appDir, 'index.html'), html)
writeFileSync(join(appDir, 'sw.js'), '// service worker')
writeFileSync(join(appDir, 'assets', 'main-abc123.js'), script)
writeFileSync(join(appDir, '.env'), 'SECRET=1')
afterAll(() => rmSync(appDir, { recursive: true, force: true }))

/** A request exactly as written: fetch would tidy it. */
const raw = (url: string, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(url)
      const outgoing = rawRequest({ hostname, port, path, headers, method }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        )
      })
      outgoing.on('error', reject)
      outgoing.end()
    },
  )

describe('the app’s files', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer({ config: { appDir } })
  })
  afterAll(() => server.close())
  const page = { accept: 'text/html,application/xhtml+xml' }

  it('may run the script and have the style that stand in the page, and no other', async () => {
    const { headers } = await raw(server.url, '/', page)
    const hash = (code: string) => createHash('sha256').update(code).digest('base64')
    const policy = headers['content-security-policy']
    expect(policy).toContain(`script-src 'self' 'sha256-${hash(inPage.script)}';`)
    expect(policy).toContain(`style-src 'self' 'sha256-${hash(inPage.style)}';`)
  })

  it('come compressed as the browser likes, cached for good where their name says their content', async () => {
    const brotli = await raw(server.url, '/assets/main-abc123.js', { 'accept-encoding': 'gzip, br' })
    expect(brotli.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
    expect(brotliDecompressSync(brotli.body).toString()).toBe(script)
    // What goes without the rules for windows still brings a policy: a worker's script has no other.
    expect(brotli.headers).toMatchObject({
      'content-security-policy': "default-src 'self'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
    const gzip = await raw(server.url, '/assets/main-abc123.js', { 'accept-encoding': 'gzip, br;q=0' })
    expect(gunzipSync(gzip.body).toString()).toBe(script)
    const plain = await raw(server.url, '/assets/main-abc123.js')
    expect(plain.body.toString()).toBe(script)
    const again = await raw(server.url, '/assets/main-abc123.js', {
      'if-none-match': String(plain.headers.etag),
    })
    expect([again.status, again.body.length]).toEqual([304, 0])
  })

  it('ask again for the page and the service worker each time', async () => {
    for (const path of ['/', '/index.html', '/sw.js'])
      expect((await raw(server.url, path)).headers['cache-control']).toBe('no-cache')
  })

  it('answer any route of the app with its page, but only to a navigation', async () => {
    const deep = await raw(server.url, '/r/000000/i/abc?x=1', page)
    expect([deep.status, deep.body.toString()]).toEqual([200, html])
    for (const [path, headers] of [
      ['/r/000000/i/abc', {}],
      ['/assets/gone-123.js', page],
      ['/api/v1/nothing', page],
      ['/api', page],
    ] as const) {
      const response = await raw(server.url, path, headers)
      expect(response.status, path).toBe(404)
      expect(JSON.parse(response.body.toString())).toEqual({ code: 'notFound', message: 'no such address' })
    }
  })

  it('give away nothing outside, hidden, or by another method', async () => {
    for (const path of [
      '/../package.json',
      '/..%2fpackage.json',
      '/assets/../../package.json',
      '/.env',
      '/%2e%2e/x.js',
    ])
      expect((await raw(server.url, path)).status, path).toBe(404)
    expect((await raw(server.url, '/%zz')).status).toBe(400)
    expect((await raw(server.url, '/', page, 'DELETE')).status).toBe(404)
  })
})

describe('limits', () => {
  it('let an address try few secrets a minute, and tell when to come back', async () => {
    const server = await testServer({ config: { limits: { ...LIMITS, secrets: 3 }, trustProxy: 1 } })
    try {
      const ask = (from: string) =>
        postJson(
          `${server.url}/api/v1/receipts/lookup`,
          { code: newReceipt().code },
          { 'x-forwarded-for': from },
        )
      for (let i = 0; i < 3; i++) expect((await ask('10.0.0.1')).status).toBe(404)
      const refused = await ask('10.0.0.1')
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await refused.json()).toMatchObject({
        code: 'tooManyRequests',
        details: { retryAfterSeconds: expect.any(Number) as number },
      })
      expect((await ask('10.0.0.2')).status, 'another address').toBe(404)
      expect(
        (await fetch(`${server.url}/api/v1/time`, { headers: { 'x-forwarded-for': '10.0.0.1' } })).status,
      ).toBe(200)
    } finally {
      await server.close()
    }
  })

  it('do not believe a forwarded address unless told to', async () => {
    const server = await testServer({ config: { limits: { ...LIMITS, secrets: 2 } } })
    try {
      const statuses: number[] = []
      for (let i = 0; i < 4; i++) {
        const headers = { 'x-forwarded-for': `10.0.0.${i}` }
        statuses.push((await postJson(`${server.url}/api/v1/receipts/lookup`, { code: 'x' }, headers)).status)
      }
      expect(statuses).toEqual([404, 404, 429, 429])
    } finally {
      await server.close()
    }
  })

  it('stop a flood', async () => {
    const server = await testServer({ config: { limits: { ...LIMITS, everything: 5 } } })
    try {
      const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(`${server.url}/api/v1/time`)))
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(3)
    } finally {
      await server.close()
    }
  })
})

describe('when the database is in trouble', () => {
  it('says unavailable, and says it of the whole request, so that the phone keeps everything', async () => {
    const postgres = await startPostgres()
    const server = await testServer({ databaseUrl: postgres.url })
    try {
      await publishRegion(server.context)
      const request = { protocol: 1, operations: [caseOperation(), caseOperation()] }
      expect((await postJson(`${server.url}/api/v1/sync`, request)).status).toBe(200)
      await postgres.stop()
      const response = await postJson(`${server.url}/api/v1/sync`, request)
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
      expect(await response.json()).toMatchObject({ code: 'unavailable' })
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    } finally {
      await server.close()
    }
  })

  it('says storageFull when the disk is', async () => {
    const server = await testServer()
    try {
      await publishRegion(server.context)
      await sql`create function full_disk() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`.execute(
        server.context.db,
      )
      await sql`create trigger full_disk before insert on cases execute function full_disk()`.execute(
        server.context.db,
      )
      const response = await postJson(`${server.url}/api/v1/sync`, {
        protocol: 1,
        operations: [ratingOperation(), caseOperation()],
      })
      expect([response.status, response.headers.get('retry-after')]).toEqual([507, '60'])
      expect(await response.json()).toMatchObject({ code: 'storageFull' })
    } finally {
      await server.close()
    }
  })

  it('says internal of an operation that meets a defect, without a word of what was in it, and takes the others', async () => {
    const server = await testServer()
    try {
      await publishRegion(server.context)
      await sql`create function defect() returns trigger language plpgsql as
        $$ begin raise exception 'defect in %', new.text; end $$`.execute(server.context.db)
      await sql`create trigger defect before insert on cases for each row execute function defect()`.execute(
        server.context.db,
      )
      const results = await send(
        server.url,
        ratingOperation(),
        caseOperation({ text: '隐私内容' }),
        ratingOperation(),
      )
      expect(results.map((result) => ('code' in result ? result.code : result.status))).toEqual([
        'applied',
        'internal',
        'applied',
      ])
      expect(JSON.stringify(results) + server.logs.join('')).not.toContain('隐私内容')
      expect(server.logs.join('')).toContain('operation failed')
    } finally {
      await server.close()
    }
  })
})

describe('logs', () => {
  it('hold route templates and codes, and nothing of what anybody sent', async () => {
    const server = await testServer({
      config: { limits: { everything: 1e6, secrets: 1e6 }, trustProxy: true },
    })
    try {
      await publishRegion(server.context)
      const receipt = newReceipt()
      const picture = await photo()
      const from = { 'x-forwarded-for': '203.0.113.77', 'user-agent': 'secret-agent' }
      await putBlob(server.url, picture.sha256, picture.bytes)
      const filed = caseOperation({
        text: '秘密的诉求内容',
        receiptDigest: receipt.digest,
        contact: { name: '陈小明', phone: '13812345678', shareWithUnit: true },
        photos: [picture.ref],
      })
      await send(
        server.url,
        filed,
        { ...filed, payload: { ...filed.payload, text: '另一个秘密' } },
        { text: '坏的秘密' },
      )
      await postJson(`${server.url}/api/v1/receipts/lookup`, { code: receipt.code }, from)
      await postJson(
        `${server.url}/api/v1/receipts/photo`,
        { code: receipt.code, sha256: picture.sha256 },
        from,
      )
      await postJson(`${server.url}/api/v1/receipts/lookup?code=${receipt.code}`, { code: 7 }, from)
      await fetch(`${server.url}/api/v1/nothing/${receipt.code}?name=陈小明`, { headers: from })
      // Where it listens is no secret.
      const logs = server.logs.filter((line) => !line.includes('Server listening')).join('\n')
      expect(logs).toContain('/api/v1/receipts/lookup')
      expect(logs).toContain('/api/v1/blobs/:sha256')
      const personal = [
        ...['秘密', '陈小明', '13812345678', receipt.code, receipt.code.replaceAll('-', ''), receipt.digest],
        ...['203.0.113.77', 'secret-agent', '127.0.0.1', filed.id, picture.sha256],
      ]
      for (const word of personal) expect(logs.includes(word), word).toBe(false)
    } finally {
      await server.close()
    }
  })
})

describe('the OpenAPI document', () => {
  it('describes every route of the API that the server has, with its refusals', async () => {
    const server = await testServer()
    try {
      const response = await fetch(`${server.url}/api/v1/openapi.json`)
      const document = (await response.json()) as ReturnType<typeof openApiDocument>
      expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
      expect(document.openapi).toBe('3.1.0')
      const paths = document.paths as Record<
        string,
        Record<string, { responses: object; requestBody?: object }>
      >
      for (const path of ['/api/v1/sync', '/api/v1/receipts/lookup', '/api/v1/supervisor/enrol'])
        expect(paths[path]?.post?.requestBody).toBeDefined()
      expect(Object.keys(paths['/api/v1/sync']!.post!.responses)).toEqual(
        expect.arrayContaining(['200', '400', '413', '415', '426', '429', '503', '507']),
      )
    } finally {
      await server.close()
    }
  })

  it('has no reference that leads nowhere', () => {
    const document = openApiDocument()
    const { schemas } = document.components as { schemas: Record<string, Record<string, unknown>> }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
    expect(references.length).toBeGreaterThan(30)
    for (const [, name = ''] of references) expect(Object.keys(schemas)).toContain(name)
    expect(JSON.stringify(document)).not.toContain('#/$defs')
    expect((schemas.Error?.properties as { code: { enum: string[] } }).code.enum).toEqual(
      Object.keys(ERROR_STATUS),
    )
    expect(schemas.CaseSubmission?.required).toContain('receiptDigest')
  })
})
