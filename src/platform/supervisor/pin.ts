/** How many wrong PINs are forgiven, and what each one more costs. Pure. */

export interface Attempts {
  wrong: number
  /** epoch ms */
  notBefore: number
}

const FREE_TRIES = 5
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 60 * 60_000

/** The state after one more wrong PIN: five are free, then 30 s, doubling up to an hour. */
export function afterWrongPin(before: Attempts | undefined, now: number): Attempts {
  const wrong = (before?.wrong ?? 0) + 1
  if (wrong < FREE_TRIES) return { wrong, notBefore: 0 }
  return { wrong, notBefore: now + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES)) }
}

/** How long to wait before the next try, in ms. Never more than the longest wait, should the clock have been set back. */
export function waitLeft(attempts: Attempts | undefined, now: number): number {
  return Math.min(LONGEST_WAIT_MS, Math.max(0, (attempts?.notBefore ?? 0) - now))
}
