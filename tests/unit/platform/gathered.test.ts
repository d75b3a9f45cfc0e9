import { describe, expect, it } from 'vitest'
import { gathered } from '#platform/gathered'

const turn = () => new Promise((resolve) => setTimeout(resolve))

/** Work whose pieces end when told to. */
function work() {
  const pieces: { all: number[]; end: (error?: Error) => void }[] = []
  const run = gathered<number>(
    (all) =>
      new Promise((resolve, reject) => {
        pieces.push({ all, end: (error) => (error ? reject(error) : resolve()) })
      }),
  )
  return { pieces, run }
}

describe('gathered', () => {
  it('takes along what came while a piece was under way, in order, and never two pieces at once', async () => {
    const { pieces, run } = work()
    const first = run([1])
    await turn()
    const [second, third] = [run([2, 3]), run([4])]
    await turn()
    expect(pieces.map(({ all }) => all)).toEqual([[1]])
    let told = false
    void second.then(() => (told = true))
    pieces[0]!.end()
    await first
    await turn()
    expect(pieces.map(({ all }) => all)).toEqual([[1], [2, 3, 4]])
    expect(told).toBe(false)
    pieces[1]!.end()
    await Promise.all([second, third])
  })

  it('tells of a failure those whose piece it was, and goes on with the next', async () => {
    const { pieces, run } = work()
    const first = run([1])
    await turn()
    const second = run([2])
    pieces[0]!.end(new Error('disk'))
    await expect(first).rejects.toThrow('disk')
    await turn()
    pieces[1]!.end()
    await expect(second).resolves.toBeUndefined()
  })
})
