/**
 * Two fingers, tapped twice, anywhere on the screen: the desk is put away without looking for a button. One finger
 * scrolls and taps, two that move pinch, so nothing else asks for this. With a screen reader on, such gestures belong
 * to it and never reach the page: there the button in the bar, or Escape, does the same.
 */

const TAP_MS = 350
const BETWEEN_MS = 600
const SLIP_PX = 24

interface Tap {
  startedAt: number
  fingers: number
  spoiled: boolean
  from: Map<number, { x: number; y: number }>
}

/** Calls `act` on that gesture; returns the way to stop listening. */
export function onTwoFingerDoubleTap(target: Document, act: () => void): () => void {
  let tap: Tap | undefined
  let lastTapAt = -Infinity

  const start = (event: TouchEvent) => {
    tap ??= { startedAt: event.timeStamp, fingers: 0, spoiled: false, from: new Map() }
    tap.fingers = Math.max(tap.fingers, event.touches.length)
    for (const { identifier, clientX, clientY } of Array.from(event.changedTouches))
      tap.from.set(identifier, { x: clientX, y: clientY })
  }
  const move = (event: TouchEvent) => {
    for (const { identifier, clientX, clientY } of Array.from(event.changedTouches)) {
      const from = tap?.from.get(identifier)
      if (tap && from && Math.hypot(clientX - from.x, clientY - from.y) > SLIP_PX) tap.spoiled = true
    }
  }
  const cancel = () => {
    if (tap) tap.spoiled = true
  }
  const end = (event: TouchEvent) => {
    if (event.touches.length > 0 || !tap) return
    const { fingers, spoiled, startedAt } = tap
    tap = undefined
    const whole = fingers === 2 && !spoiled && event.timeStamp - startedAt <= TAP_MS
    if (!whole) {
      lastTapAt = -Infinity
      return
    }
    const second = startedAt - lastTapAt <= BETWEEN_MS
    lastTapAt = second ? -Infinity : event.timeStamp
    if (second) act()
  }

  const listeners = { touchstart: start, touchmove: move, touchend: end, touchcancel: cancel }
  const each = Object.entries(listeners) as [keyof typeof listeners, (event: TouchEvent) => void][]
  for (const [name, listener] of each) target.addEventListener(name, listener, { passive: true })
  return () => {
    for (const [name, listener] of each) target.removeEventListener(name, listener)
  }
}
