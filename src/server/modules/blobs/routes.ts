/** `PUT /api/v1/blobs/{sha256}` and `POST /api/v1/blobs/missing`. Nobody reads a blob here: see receipts. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { Sha256 } from '#contract/fields'
import { MAX_PHOTO_BYTES } from '#contract/protocol'
import { API, routes } from '#contract/routes'
import { MissingRequest } from '#contract/sync'
import type { Context } from '../../context.ts'
import { HttpError } from '../../http/errors.ts'
import { parse } from '../../http/parse.ts'
import { missingBlobs, storeBlob } from './service.ts'

const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/octet-stream']

export function registerBlobRoutes(app: FastifyInstance, context: Context): void {
  app.post(routes.missingBlobs(), { bodyLimit: 256 * 1024 }, async (request) => {
    const { hashes } = parse(MissingRequest, request.body, 'the list of hashes')
    return { missing: await missingBlobs(context, hashes) }
  })

  // A scope of its own: here bodies are streams, everywhere else JSON.
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(TYPES, (_request, payload, parsed) => parsed(null, payload))
    scope.put<{ Params: { sha256: string } }>(
      `${API}/blobs/:sha256`,
      { bodyLimit: MAX_PHOTO_BYTES },
      async (request, reply) => {
        const sha256 = parse(Sha256, request.params.sha256, 'the name of a blob')
        const announced = Number(request.headers['content-length'] ?? 0)
        if (announced > MAX_PHOTO_BYTES) throw tooLarge()
        if (request.headers['content-encoding'] !== undefined)
          throw new HttpError('unsupportedMedia', 'photos are compressed already: send them as they are')
        const bytes = await collect(request.body as Readable | undefined)
        if (createHash('sha256').update(bytes).digest('hex') !== sha256)
          throw new HttpError('wrongHash', 'the bytes are not those that their name says', {
            bytes: bytes.length,
          })
        const stored = await storeBlob(context, sha256, bytes)
        return reply.code(stored ? 201 : 200).send({ sha256, bytes: bytes.length })
      },
    )
    done()
  })
}

const tooLarge = () =>
  new HttpError('bodyTooLarge', `a photo may have ${MAX_PHOTO_BYTES} bytes`, { limit: MAX_PHOTO_BYTES })

/** The whole body, up to the limit. */
async function collect(body: Readable | undefined): Promise<Buffer> {
  if (!body) throw new HttpError('badRequest', 'there is no body')
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_PHOTO_BYTES) throw tooLarge()
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof HttpError) throw error
    throw new HttpError('badRequest', 'the body ended early')
  }
  return Buffer.concat(chunks)
}
