const CENTRE = 26
const RADIUS = 21
/** degrees left open at each end of a segment */
const GAP = 4

/** Path of segment `index` (0 at the top, clockwise) of the eight-segment ring, from share `from` to `to` of it. */
function arc(index: number, from: number, to: number): string {
  const start = index * 45 + GAP
  const span = 45 - 2 * GAP
  const at = (share: number) => {
    const angle = ((start + span * share - 90) * Math.PI) / 180
    return `${(CENTRE + RADIUS * Math.cos(angle)).toFixed(2)} ${(CENTRE + RADIUS * Math.sin(angle)).toFixed(2)}`
  }
  return `M${at(from)}A${RADIUS} ${RADIUS} 0 0 1 ${at(to)}`
}

/** The filled and the open part of the ring as two paths, from the share (0 to 1) of each of the eight. */
export function ringPaths(shares: readonly number[]): { on: string; gap: string } {
  return {
    on: shares.map((share, i) => (share > 0 ? arc(i, 0, share) : '')).join(''),
    gap: shares.map((share, i) => (share < 1 ? arc(i, share, 1) : '')).join(''),
  }
}

const masks = new Map<number, { on: string; gap: string; count: number }>()

/** As `ringPaths`, for a mask of eight bits; there are only 256, and a list shows thousands. */
export function maskPaths(mask: number): { on: string; gap: string; count: number } {
  let known = masks.get(mask)
  if (!known) {
    const shares = Array.from({ length: 8 }, (_, i) => (mask >> i) & 1)
    known = { ...ringPaths(shares), count: shares.reduce((sum, share) => sum + share, 0) }
    masks.set(mask, known)
  }
  return known
}
