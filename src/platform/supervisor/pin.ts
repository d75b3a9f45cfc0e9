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
export function afterWrongPin(before: Attempts, now: number): Attempts {
  const wrong = before.wrong + 1
  if (wrong < FREE_TRIES) return { wrong, notBefore: 0 }
  return { wrong, notBefore: now + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES)) }
}

/**
 * What is known of earlier tries, by the clock as it stands: a wait longer than any that is ever given means that the
 * clock was put back, and becomes the longest there is, from now. To be stored, or it would begin anew at every look.
 */
export function byThisClock(attempts: Attempts | undefined, now: number): Attempts {
  const { wrong, notBefore } = attempts ?? { wrong: 0, notBefore: 0 }
  return { wrong, notBefore: Math.min(notBefore, now + LONGEST_WAIT_MS) }
}

/** How long to wait before the next try, in ms. */
export const waitLeft = ({ notBefore }: Attempts, now: number): number => Math.max(0, notBefore - now)
