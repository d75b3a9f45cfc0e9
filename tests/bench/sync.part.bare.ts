/** A server that answers at once and keeps nothing: what is left is the phone and the line. Also the other end of the limit. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync, gzipSync } from 'node:zlib'

interface Asked {
  operations: { id: string; attachments?: string[] }[]
}

/** A small batch comes as it is. */
const plain = (body: Buffer) => (body[0] === 0x1f ? gunzipSync(body) : body).toString()

const answer = (body: Buffer) => {
  const { operations } = JSON.parse(plain(body)) as Asked
  const receivedAt = new Date().toISOString()
  const results = operations.map(({ id, attachments = [] }) => ({
    id,
    status: 'applied',
    attachments,
    receivedAt,
  }))
  return gzipSync(JSON.stringify({ serverTime: receivedAt, results }), { level: 1 })
}

export async function bareServer(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const body = Buffer.concat(chunks)
        const { url = '', method } = request
        if (method === 'GET') return response.setHeader('content-type', 'text/html').end('<p>bare</p>')
        response.setHeader('content-type', 'application/json')
        if (url.endsWith('/missing')) {
          const { hashes } = JSON.parse(body.toString()) as { hashes: string[] }
          return response.end(JSON.stringify({ missing: hashes }))
        }
        if (method === 'PUT') return response.end(JSON.stringify({ sha256: url.split('/').pop() }))
        // Of the limit's one request the operations come first, so many bytes of them; the photos follow.
        const operations = Number(request.headers['x-operations'] ?? body.length)
        return response.setHeader('content-encoding', 'gzip').end(answer(body.subarray(0, operations)))
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
