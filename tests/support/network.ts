/**
 * A network one can pull the plug of: a TCP relay between the browser and the server. While it is off, connections are
 * cut and new ones refused, for the page and for the service worker alike, as when a phone loses its signal.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Network {
  url: string
  off(): void
  on(): void
  close(): Promise<void>
}

export async function network(target: string): Promise<Network> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let up = true
  const relay = createServer((near) => {
    if (!up) {
      near.resetAndDestroy()
      return
    }
    const far = connect(Number(port), hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  const cut = () => sockets.forEach((socket) => socket.resetAndDestroy())
  return {
    url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    off() {
      up = false
      cut()
    },
    on() {
      up = true
    },
    async close() {
      cut()
      await new Promise((resolve) => relay.close(resolve))
    },
  }
}
