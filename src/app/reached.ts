import type { Component } from 'vue'

/**
 * A screen that does nothing without a network, and so is stored only where it was opened (src/sw/opened-files.ts):
 * where it cannot be had, one that every phone has says so.
 */
export const reached = (screen: () => Promise<{ default: unknown }>) => () =>
  screen().catch(() => import('./NotReached.vue')) as Promise<Component>
