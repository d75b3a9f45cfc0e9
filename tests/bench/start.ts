/** How long the built server takes from its process to its first ready answer: an empty directory, then a populated one. */
import { product } from '../support/product.ts'

const RUNS = 5
const seconds = (from: number) => (performance.now() - from) / 1000

const begun = performance.now()
const server = await product()
console.log(`first start, with the sample district: ${seconds(begun).toFixed(2)} s`)

const times: number[] = []
try {
  for (let run = 0; run < RUNS; run++) {
    await server.kill('SIGTERM')
    const from = performance.now()
    await server.restart()
    times.push(seconds(from))
  }
} finally {
  await server.stop()
}
times.sort((a, b) => a - b)
const of = (at: number) => times[at]?.toFixed(2)
console.log(
  `populated, ${RUNS} starts: fastest ${of(0)} s, median ${of(RUNS >> 1)} s, slowest ${of(RUNS - 1)} s`,
)
