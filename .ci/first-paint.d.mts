import type { Plugin } from 'vite'

/** The app's frame and the words of a first visit, as HTML of one element. */
export function firstVisit(locale: 'zh' | 'en'): string
export function firstPaint(): Plugin
