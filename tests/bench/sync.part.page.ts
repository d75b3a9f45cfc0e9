/** Runs in the browser: files records into its IndexedDB, drains them, and sends the same bytes as one request. */
import { createChanges } from '#platform/changes'
import { createDatabase } from '#platform/db'
import { createPhoneDrainer } from '#platform/drain-service'
import { fileInto } from '#platform/file-into'
import { createTransport } from '#platform/http'
import { uuidv7 } from '#domain/receipts/id'

export interface SyncBench {
  saveMedian: number
  drainMs: number
  waiting: number
  needsAttention: number
}

declare global {
  interface Window {
    benchSync?: (region: string, item: string, count: number) => Promise<SyncBench>
    benchOneRequest?: (url: string, bytes: number) => Promise<number>
  }
}

window.benchSync = async (region, item, count) => {
  const database = createDatabase(`bench-${Math.random()}`)
  const changes = createChanges('bench')
  const saves: number[] = []
  for (let n = 0; n < count; n++) {
    const id = uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
    const payload = {
      id,
      region,
      subject: { item },
      level: 5 as const,
      tags: [],
      text: `第${n}次办理，工作人员态度好，材料一次说清。${crypto.randomUUID()}`,
      ratedAt: new Date().toISOString(),
    }
    const request = { type: 'rating.submit' as const, payload, entity: id, attachments: [], title: item }
    const from = performance.now()
    await database.write(['outbox', 'filed', 'drafts', 'meta'], 'strict', (tx) =>
      fileInto(tx as never, request, Date.now()),
    )
    saves.push(performance.now() - from)
  }
  const drainer = createPhoneDrainer(database, createTransport(), changes, () => Date.now())
  const from = performance.now()
  const { waiting, needsAttention } = await drainer.drain()
  const drainMs = performance.now() - from
  await database.close()
  saves.sort((a, b) => a - b)
  return { saveMedian: saves[saves.length >> 1] ?? 0, drainMs, waiting, needsAttention }
}

window.benchOneRequest = async (url, bytes) => {
  const body = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(body.subarray(at, at + 65_536))
  await (await fetch(url, { method: 'POST', body: 'warm', mode: 'cors' })).text()
  const from = performance.now()
  await (await fetch(url, { method: 'POST', body, mode: 'cors' })).text()
  return performance.now() - from
}
