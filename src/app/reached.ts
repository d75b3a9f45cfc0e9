import type { Component } from 'vue'

/**
 * A screen that not every phone has: one of the supervisor's, or one that does nothing without a network and is stored
 * only where it was opened (src/sw/). Where it cannot be had, one that every phone has says so.
 */
export const reached = (screen: () => Promise<{ default: unknown }>) => () =>
  screen().catch(() => import('./NotHere.vue')) as Promise<Component>
