import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { onTwoFingerDoubleTap } from '../../../src/app/features/inspections/quick-hide.ts'

let hidden = 0
let stop: () => void
let now = 0
beforeEach(() => {
  hidden = 0
  now = 1_000
  stop = onTwoFingerDoubleTap(document, () => hidden++)
})
afterEach(() => stop())

/** One tap of so many fingers, held for `ms`, each slipping by `slip` pixels. */
function tap(fingers: number, { ms = 80, slip = 0 } = {}): void {
  const at = (identifier: number, x: number) => ({ identifier, clientX: x, clientY: 300 })
  const down = Array.from({ length: fingers }, (_, n) => at(n, 100 * n))
  const tell = (type: string, touches: object[], changedTouches: object[]) => {
    const event = new Event(type)
    Object.defineProperty(event, 'timeStamp', { value: now })
    document.dispatchEvent(Object.assign(event, { touches, changedTouches }))
  }
  down.forEach((touch, n) => tell('touchstart', down.slice(0, n + 1), [touch]))
  if (slip > 0)
    tell(
      'touchmove',
      down,
      down.map((_, n) => at(n, 100 * n + slip)),
    )
  now += ms
  down.forEach((touch, n) => tell('touchend', down.slice(n + 1), [touch]))
  now += 100
}

describe('two fingers tapped twice', () => {
  it('hide, each time anew', () => {
    tap(2)
    expect(hidden).toBe(0)
    tap(2)
    expect(hidden).toBe(1)
    tap(2)
    expect(hidden).toBe(1)
    tap(2)
    expect(hidden).toBe(2)
  })

  type Gesture = [fingers: number, how?: { ms?: number; slip?: number; after?: number }][]
  it.each<[string, Gesture]>([
    ['one finger', [[1], [1]]],
    ['three fingers', [[3], [3]]],
    [
      'a pinch',
      [
        [2, { slip: 40 }],
        [2, { slip: 40 }],
      ],
    ],
    [
      'fingers that rest',
      [
        [2, { ms: 500 }],
        [2, { ms: 500 }],
      ],
    ],
    ['something else in between', [[2], [1], [2]]],
    ['two taps far apart', [[2, { after: 2_000 }], [2]]],
  ])('are not %s', (_name, gesture) => {
    for (const [fingers, how] of gesture) {
      tap(fingers, how)
      now += how?.after ?? 0
    }
    expect(hidden).toBe(0)
  })

  it('are not listened for once the screen is left', () => {
    stop()
    tap(2)
    tap(2)
    expect(hidden).toBe(0)
  })
})
