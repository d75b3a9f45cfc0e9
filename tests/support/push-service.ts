/** A push service and the devices that are subscribed to it, as far as RFC 8030, 8188, 8291 and 8292 ask of them. */
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A browser's subscription, with the keys that only it has. */
export class Device {
  readonly #ecdh: ECDH = createECDH('prime256v1')
  readonly #auth = randomBytes(16)
  readonly target: { endpoint: string; keys: { p256dh: string; auth: string } }
  constructor(endpoint: string) {
    this.target = {
      endpoint,
      keys: {
        p256dh: this.#ecdh.generateKeys('base64url'),
        auth: this.#auth.toString('base64url'),
      },
    }
  }

  /** Decrypts a message of one record (RFC 8188 `aes128gcm`, keys by RFC 8291). */
  open(body: Buffer): unknown {
    const salt = body.subarray(0, 16)
    const idLength = body.readUInt8(20)
    const server = body.subarray(21, 21 + idLength)
    const sealed = body.subarray(21 + idLength)
    const derive = (secret: Buffer, key: Buffer, info: Buffer, length: number) =>
      Buffer.from(hkdfSync('sha256', key, secret, info, length))
    const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), this.#ecdh.getPublicKey(), server])
    const ikm = derive(this.#auth, this.#ecdh.computeSecret(server), keyInfo, 32)
    const key = derive(salt, ikm, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
    const nonce = derive(salt, ikm, Buffer.from('Content-Encoding: nonce\0'), 12)
    const decipher = createDecipheriv('aes-128-gcm', key, nonce)
    decipher.setAuthTag(sealed.subarray(-16))
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
    return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString('utf8'))
  }
}

export interface Arrived {
  device: string
  message: unknown
  headers: NodeJS.Dict<string | string[]>
  /** claims of the VAPID token, whose signature was verified with the key beside it */
  claims: { aud: string; exp: number; sub: string }
  key: string
}

export interface PushService {
  url: string
  /** what arrived and was decrypted, in order */
  arrived: Arrived[]
  /** every request, also those that were refused */
  asked: () => number
  device: (name: string) => Device
  /** what it answers to the next requests for a device, one each; 201 when there is none left */
  answer: (name: string, ...statuses: number[]) => void
  close: () => Promise<void>
}

export async function pushService(): Promise<PushService> {
  const devices = new Map<string, Device>()
  const answers = new Map<string, number[]>()
  const arrived: Arrived[] = []
  let asked = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      asked++
      const name = (request.url ?? '').slice(1)
      const status = answers.get(name)?.shift() ?? 201
      const device = devices.get(name)
      if (status < 300 && device)
        arrived.push({
          device: name,
          message: device.open(Buffer.concat(parts)),
          headers: request.headers,
          ...verified(request.headers.authorization ?? ''),
        })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    arrived,
    asked: () => asked,
    device(name) {
      const device = new Device(`${url}/${name}`)
      devices.set(name, device)
      return device
    },
    answer: (name, ...statuses) => void answers.set(name, statuses),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** The token of an `Authorization: vapid t=…, k=…`; throws where its signature does not hold. */
function verified(authorization: string): Pick<Arrived, 'claims' | 'key'> {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  })
  const holds = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!holds) throw new Error('the VAPID token does not hold')
  return { key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Arrived['claims'] }
}
