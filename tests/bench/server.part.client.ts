/**
 * A client in a process of its own, as phones are: sends each body with as many connections as asked, one request after
 * the other on each, and tells how long all took. Started by `server.ts`; speaks over its channel to it.
 */
import { Agent, request } from 'node:http'

export interface Round {
  url: string
  bodies: string[]
  clients: number
}

function post(agent: Agent, url: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

process.on('message', ({ url, bodies, clients }: Round) => {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const left = bodies.values()
  const answers: string[] = []
  const work = async () => {
    for (const body of left) answers.push(await post(agent, url, body))
  }
  const began = performance.now()
  Promise.all(Array.from({ length: clients }, work))
    .then(() => performance.now() - began)
    .then(
      (ms) => process.send?.({ ms, answers }),
      (error: unknown) => process.send?.({ error: String(error) }),
    )
    .finally(() => agent.destroy())
})
