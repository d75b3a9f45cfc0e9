const CENTRE = 26
const RADIUS = 21
/** degrees left open at each end of a segment */
const GAP = 4

/** Path of segment `index` (0 at the top, clockwise) of the eight-segment ring, from share `from` to `to` of it. */
export function arc(index: number, from: number, to: number): string {
  const start = index * 45 + GAP
  const span = 45 - 2 * GAP
  const at = (share: number) => {
    const angle = ((start + span * share - 90) * Math.PI) / 180
    return `${(CENTRE + RADIUS * Math.cos(angle)).toFixed(2)} ${(CENTRE + RADIUS * Math.sin(angle)).toFixed(2)}`
  }
  return `M${at(from)}A${RADIUS} ${RADIUS} 0 0 1 ${at(to)}`
}
