import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { receiptPhoto } from '#platform/receipt-photo'

const BYTES = Buffer.from('a picture')
const NAME = createHash('sha256').update(BYTES).digest('hex')
const CODE = '7K2M-9QWE-RTYP-ASDF'

/** A server that answers once, and what it was asked. */
function server(answer: () => Response) {
  const asked: { url: string; init: RequestInit }[] = []
  const doFetch: typeof fetch = (input, init = {}) => {
    asked.push({ url: input as string, init })
    return Promise.resolve(answer())
  }
  return { asked, doFetch }
}

describe('a photo by receipt code', () => {
  it('is asked for without the code in the address, and shown as it came', async () => {
    const { asked, doFetch } = server(
      () => new Response(BYTES, { headers: { 'content-type': 'image/jpeg' } }),
    )
    const url = await receiptPhoto(CODE, NAME, doFetch)
    expect(asked[0]?.url).not.toContain('7K2M')
    expect(asked[0]?.init).toMatchObject({ method: 'POST', credentials: 'omit' })
    expect(JSON.parse(asked[0]?.init.body as string)).toEqual({ code: CODE, sha256: NAME })
    const shown = await (await fetch(url)).arrayBuffer()
    expect(Buffer.from(shown).equals(BYTES)).toBe(true)
    URL.revokeObjectURL(url)
  })

  it('is not shown where the bytes are others than named', async () => {
    const { doFetch } = server(() => new Response('something else'))
    await expect(receiptPhoto(CODE, NAME, doFetch)).rejects.toMatchObject({ code: 'badAnswer' })
  })

  it('tells why there is none', async () => {
    const { doFetch } = server(() => Response.json({ code: 'unknownReceipt', message: '' }, { status: 404 }))
    await expect(receiptPhoto(CODE, NAME, doFetch)).rejects.toMatchObject({ code: 'unknownReceipt' })
    const dead = (() => Promise.reject(new TypeError('no network'))) as typeof fetch
    await expect(receiptPhoto(CODE, NAME, dead)).rejects.toMatchObject({ code: 'network' })
  })
})
