/** Where the phone is, or why it cannot say. */
import type { InspectionLocation } from '#domain/inspections/types'

const TIMEOUT_MS = 20_000
/** A fix this old still says in which hall one stands. */
const MAXIMUM_AGE_MS = 60_000

const REASONS = { 1: 'denied', 2: 'off', 3: 'timeout' } as const

/** Coordinates to the metre: more digits than the accuracy bears say nothing. */
const metre = (degrees: number) => Math.round(degrees * 1e5) / 1e5

/** Never throws: an inspection without a position says why. */
export function locate(geolocation: Geolocation | undefined): Promise<InspectionLocation> {
  if (!geolocation) return Promise.resolve({ unavailable: 'unsupported' })
  return new Promise((resolve) => {
    geolocation.getCurrentPosition(
      ({ coords, timestamp }) =>
        resolve({
          latitude: metre(coords.latitude),
          longitude: metre(coords.longitude),
          accuracy: Math.round(coords.accuracy),
          at: new Date(timestamp).toISOString(),
        }),
      ({ code }) => resolve({ unavailable: REASONS[code as 1 | 2 | 3] }),
      { enableHighAccuracy: true, timeout: TIMEOUT_MS, maximumAge: MAXIMUM_AGE_MS },
    )
  })
}
