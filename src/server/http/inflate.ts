/** gzip request bodies, with a limit on what they unfold to. */
import { Transform, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { FastifyRequest, RouteShorthandOptions } from 'fastify'
import { HttpError } from './errors.ts'

/** Fastify compares this with Content-Length, which counts the bytes on the wire. */
type Counted = Readable & { receivedEncodedLength?: number }

/** For routes that take `Content-Encoding: gzip`. A bomb is stopped at `limit` bytes, wherever it would have ended. */
export function gzipBody(limit: number): Pick<RouteShorthandOptions, 'preParsing' | 'bodyLimit'> {
  return {
    bodyLimit: limit,
    preParsing: (request: FastifyRequest, _reply, payload: Readable, done) => {
      const encoding = request.headers['content-encoding']
      if (encoding === undefined || encoding === 'identity') {
        done(null, payload)
        return
      }
      if (encoding !== 'gzip') {
        done(new HttpError('unsupportedMedia', 'only gzip is taken as content encoding'))
        return
      }
      done(null, inflate(payload, limit))
    },
  }
}

function inflate(payload: Readable, limit: number): Counted {
  let unfolded = 0
  const gunzip = createGunzip()
  const guard: Counted & Transform = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      unfolded += chunk.length
      if (unfolded > limit)
        next(new HttpError('bodyTooLarge', `the body unfolds to more than ${limit} bytes`))
      else next(null, chunk)
    },
  })
  guard.receivedEncodedLength = 0
  payload.on(
    'data',
    (chunk: Buffer) => (guard.receivedEncodedLength = (guard.receivedEncodedLength ?? 0) + chunk.length),
  )
  payload.on('error', (error) => guard.destroy(error))
  gunzip.on('error', () => guard.destroy(new HttpError('badRequest', 'the body is not valid gzip')))
  guard.on('error', () => {
    payload.unpipe(gunzip)
    gunzip.destroy()
    payload.resume()
  })
  payload.pipe(gunzip).pipe(guard)
  return guard
}
