/** A line of our making: holds bytes back for half a round trip in either direction, and counts them. Connecting is not delayed. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Relay {
  url: string
  /** bytes so far, headers and all, in both directions */
  carried: () => number
  close: () => void
}

export async function relay(target: string, rttMs: number): Promise<Relay> {
  const { hostname, port } = new URL(target)
  let bytes = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    const carry = (from: Socket, to: Socket) => {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (rttMs === 0) to.write(chunk)
        else setTimeout(() => to.writable && to.write(chunk), rttMs / 2)
      })
      from.on('close', () => setTimeout(() => to.destroy(), rttMs))
      from.on('error', () => to.destroy())
    }
    carry(near, far)
    carry(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    carried: () => bytes,
    close() {
      sockets.forEach((socket) => socket.destroy())
      server.close()
    },
  }
}
