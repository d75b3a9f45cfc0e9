/** The outbox on the wire: photos that the server lacks, and batches of operations. */
import * as v from 'valibot'
import { Instant } from '#contract/fields'
import { PROTOCOL } from '#contract/protocol'
import { routes } from '#contract/routes'
import { BlobResponse, MissingResponse, OperationResult, type Operation } from '#contract/sync'
import type { Transport, TransportRequest } from './ports.ts'
import type { OutboxEntry } from './types.ts'
import { call, readJson, type Reply } from './wire.ts'

/** Results are read one by one: one that a newer server words differently costs no other its acknowledgement. */
const SyncAnswer = v.object({ serverTime: Instant, results: v.array(v.unknown()) })

/** Which of these blobs the server does not have. At most 1,000 hashes. */
export function askMissing(transport: Transport, hashes: string[]): Promise<Reply<string[]>> {
  const body = JSON.stringify({ hashes })
  const request: TransportRequest = {
    method: 'POST',
    path: routes.missingBlobs(),
    type: 'application/json',
    body,
  }
  return call(transport, request, (answer) => readJson(MissingResponse)(answer)?.missing)
}

/** Sends one blob. The server's word that it holds it must name its hash: a captive portal answers 200 to anything. */
export function putBlob(
  transport: Transport,
  sha256: string,
  type: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<Reply<true>> {
  const request: TransportRequest = { method: 'PUT', path: routes.blob(sha256), type, body, gzip: false }
  return call(transport, request, (answer) =>
    answer.status === 204 || readJson(BlobResponse)(answer)?.sha256 === sha256 ? true : undefined,
  )
}

export const toOperation = (entry: OutboxEntry): Operation => ({
  id: entry.id,
  type: entry.type,
  entity: entry.entity,
  savedAt: entry.savedAt,
  payload: entry.payload,
  attachments: entry.attachments.map(({ sha256 }) => sha256),
})

/** Sends a batch; the value holds every result that could be read, by operation id. `heard` is told the server's time. */
export function sendBatch(
  transport: Transport,
  entries: OutboxEntry[],
  heard?: (serverTime: string) => void,
): Promise<Reply<Map<string, OperationResult>>> {
  const body = JSON.stringify({ protocol: PROTOCOL, operations: entries.map(toOperation) })
  const request: TransportRequest = {
    method: 'POST',
    path: routes.sync(),
    type: 'application/json',
    body,
    gzip: true,
  }
  return call(transport, request, (answer) => {
    const read = readJson(SyncAnswer)(answer)
    if (!read) return undefined
    const { serverTime, results } = read
    heard?.(serverTime)
    const byId = new Map<string, OperationResult>()
    for (const result of results) {
      const parsed = v.safeParse(OperationResult, result)
      if (parsed.success && !byId.has(parsed.output.id)) byId.set(parsed.output.id, parsed.output)
    }
    return byId
  })
}
