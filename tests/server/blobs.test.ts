import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dropOrphanBlobs, ORPHAN_DAYS } from '../../src/server/jobs/orphan-blobs.ts'
import { caseOperation, photo, postJson, publishRegion, putBlob, send, sha256 } from '../support/filing.ts'
import { testServer, type TestServer } from '../support/server.ts'

let server: TestServer
let now = new Date()
beforeAll(async () => {
  server = await testServer({ now: () => now })
  await publishRegion(server.context)
})
afterAll(() => server.close())

const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
]
const missing = async (...hashes: string[]) => {
  const response = await postJson(`${server.url}/api/v1/blobs/missing`, { hashes })
  return ((await response.json()) as { missing: string[] }).missing
}
const canvas = () => sharp({ create: { width: 40, height: 30, channels: 3, background: '#357' } })

describe('taking in photos', () => {
  it('stores one under its hash, once, byte for byte', async () => {
    const { bytes, sha256: name } = await photo()
    expect(await missing(name)).toEqual([name])
    expect((await putBlob(server.url, name, bytes)).status).toBe(201)
    expect((await putBlob(server.url, name, bytes)).status).toBe(200)
    expect(await missing(name)).toEqual([])
    const row = await server.context.db
      .selectFrom('blobs')
      .selectAll()
      .where('sha256', '=', name)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ type: 'image/jpeg', width: 48, height: 48, bytes: bytes.length })
    expect(row.data.equals(bytes)).toBe(true)
  })

  it('stores one when ten come at once', async () => {
    const { bytes, sha256: name } = await photo()
    const answers = await Promise.all(Array.from({ length: 10 }, () => putBlob(server.url, name, bytes)))
    expect(
      answers
        .map(({ status }) => status)
        .sort()
        .slice(0, 9),
    ).toEqual(Array.from({ length: 9 }, () => 200))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  })

  it('takes PNG and WebP, and bytes sent without a type', async () => {
    for (const bytes of [await canvas().png().toBuffer(), await canvas().webp().toBuffer()]) {
      const copy = Buffer.from(bytes)
      expect((await putBlob(server.url, sha256(copy), copy, 'application/octet-stream')).status).toBe(201)
    }
  })

  it('refuses bytes that are not those of the name', async () => {
    const [one, other] = [await photo(), await photo()]
    expect(await codeOf(await putBlob(server.url, one.sha256, other.bytes))).toEqual([422, 'wrongHash'])
    expect(await missing(one.sha256, other.sha256)).toEqual([one.sha256, other.sha256])
  })

  it('refuses what is no picture, or only begins like one', async () => {
    const { bytes } = await photo()
    const words = Buffer.from('<script>alert(1)</script>')
    const truncated = Buffer.from(bytes.subarray(0, bytes.length / 2))
    const disguised = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), words])
    for (const fake of [words, truncated, disguised, Buffer.from('GIF89a')])
      expect(await codeOf(await putBlob(server.url, sha256(fake), fake))).toEqual([415, 'notAnImage'])
  })

  it('refuses another media type, a name that is no hash, a body that is too large or not there', async () => {
    const { bytes, sha256: name } = await photo()
    expect(await codeOf(await putBlob(server.url, name, bytes, 'text/html'))).toEqual([
      415,
      'unsupportedMedia',
    ])
    expect(await codeOf(await putBlob(server.url, 'no-hash', bytes))).toEqual([400, 'invalid'])
    const large = Buffer.alloc(3 * 1024 * 1024 + 1, 1)
    expect(await codeOf(await putBlob(server.url, sha256(large), large))).toEqual([413, 'bodyTooLarge'])
    const empty = await fetch(`${server.url}/api/v1/blobs/${name}`, { method: 'PUT' })
    expect((await codeOf(empty))[0]).toBeGreaterThanOrEqual(400)
  })

  it('refuses a body that streams past the limit without having said how long it is', async () => {
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        if (sent++ > 80) controller.close()
        else controller.enqueue(new Uint8Array(64 * 1024))
      },
    })
    const init = { method: 'PUT', headers: { 'content-type': 'image/jpeg' }, body, duplex: 'half' }
    const response = await fetch(`${server.url}/api/v1/blobs/${'a'.repeat(64)}`, init)
    expect(await codeOf(response)).toEqual([413, 'bodyTooLarge'])
  })

  it('refuses a picture that tells where it was taken', async () => {
    const placed = Buffer.from(
      await canvas()
        .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '21/1 45/1 0/1' } })
        .jpeg()
        .toBuffer(),
    )
    const harmless = Buffer.from(
      await canvas()
        .withExif({ IFD0: { Software: 'x' } })
        .jpeg()
        .toBuffer(),
    )
    const response = await putBlob(server.url, sha256(placed), placed)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      code: 'invalid',
      details: { problems: [{ path: 'exif.gps' }] },
    })
    expect((await putBlob(server.url, sha256(harmless), harmless)).status).toBe(201)
  })

  it('lets nobody read a blob by its name', async () => {
    const { bytes, sha256: name } = await photo()
    await putBlob(server.url, name, bytes)
    const response = await fetch(`${server.url}/api/v1/blobs/${name}`)
    expect(await codeOf(response)).toEqual([404, 'notFound'])
  })
})

describe('photos that belong to nothing', () => {
  it('are dropped after two months, those of a record never', async () => {
    const [orphan, kept, fresh] = [await photo(), await photo(), await photo()]
    await putBlob(server.url, orphan.sha256, orphan.bytes)
    await putBlob(server.url, kept.sha256, kept.bytes)
    expect((await send(server.url, caseOperation({ photos: [kept.ref] })))[0]?.status).toBe('applied')
    now = new Date(now.getTime() + (ORPHAN_DAYS + 1) * 86_400_000)
    await putBlob(server.url, fresh.sha256, fresh.bytes)
    expect(await dropOrphanBlobs(server.context)).toBeGreaterThanOrEqual(1)
    expect(await missing(orphan.sha256, kept.sha256, fresh.sha256)).toEqual([orphan.sha256])
  })
})
