/** The desk's line: the same origin's cookie goes along, and every answer is checked by the endpoint's own schema. */
import * as v from 'valibot'
import { addressOf, type AnswerOf, type AskWith, type Endpoint } from '#contract/endpoint'
import { routes } from '#contract/routes'
import { type DeskLine, type FileLike, ServiceError } from '#sync/services'
import type { Transport } from '#sync/ports'
import { failureOf } from '#sync/wire'
import { asServiceError, unwrap } from './answers.ts'
import { sha256Hex } from './digest.ts'

/** @param transport one that carries the cookie; the blobs' own door asks for none */
export function createDeskLine(
  transport: Transport,
  shrink: (file: FileLike) => Promise<{ bytes: ArrayBuffer; type: 'image/jpeg' }>,
): DeskLine {
  return {
    async ask<E extends Endpoint>(endpoint: E, input: AskWith<E>): Promise<AnswerOf<E>> {
      const { params, query, body } = input as {
        params?: Record<string, string>
        query?: Record<string, unknown>
        body?: unknown
      }
      const answer = await transport
        .send({
          method: endpoint.method,
          path: addressOf(endpoint, params, query),
          ...(body === undefined
            ? {}
            : endpoint.upload
              ? { type: 'application/octet-stream', body: body as Uint8Array<ArrayBuffer> }
              : { type: 'application/json', body: JSON.stringify(body) }),
        })
        .catch((reason: unknown) => Promise.reject(asServiceError(reason)))
      if (answer.status !== 200) return unwrap({ ok: false, failure: failureOf(answer) })
      return v.parse(endpoint.answer, json(answer.body))
    },
    async photo(file) {
      const { bytes, type } = await shrink(file)
      const sha256 = await sha256Hex(bytes)
      const answer = await transport
        .send({ method: 'PUT', path: routes.blob(sha256), type, body: new Uint8Array(bytes) })
        .catch((reason: unknown) => Promise.reject(asServiceError(reason)))
      if (answer.status >= 300) unwrap({ ok: false, failure: failureOf(answer) })
      return { sha256, bytes: bytes.byteLength, type }
    },
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ServiceError('badAnswer', 'not JSON')
  }
}
