import { later } from './later.ts'

/**
 * The switch for being told, fetched where it is first drawn: it does nothing without a network. Where it cannot be
 * had, nothing stands in its place.
 */
export const PushSwitch = later(() => import('./PushSwitch.vue').catch(() => ({ default: () => null })))
