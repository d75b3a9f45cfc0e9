import type { MORE_ICONS } from './more-icons.ts'

/** Line icons on a 24 grid, drawn with one 1.8 stroke: those of the first screen. */
export const FIRST_ICONS = {
  search: 'M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM16 16l4.5 4.5',
  case: 'M4 5.5h16v11H9l-5 4zM8.5 9.5h7M8.5 13h4',
  board: 'M4 20V10M10 20V4M16 20v-7M21 20H3',
  me: 'M12 4.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6ZM4.5 20.5c1-4.2 4-6 7.5-6s6.5 1.8 7.5 6',
  back: 'm14.5 5-7 7 7 7',
  down: 'm5 9 7 7 7-7',
  close: 'm6 6 12 12M18 6 6 18',
  place:
    'M12 21s6.5-5.7 6.5-11a6.5 6.5 0 0 0-13 0C5.5 15.3 12 21 12 21ZM12 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z',
  download: 'M12 4v11m0 0-4-4m4 4 4-4M5 19.5h14',
  warn: 'M12 4.5 21 19.5H3zM12 10v4.5M12 17h.01',
  filter: 'M4 6.5h16M7 12h10M10 17.5h4',
} as const

export type IconName = keyof typeof FIRST_ICONS | keyof typeof MORE_ICONS
