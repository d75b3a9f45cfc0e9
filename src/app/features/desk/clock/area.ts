import { m } from '../../../i18n/index.ts'
import type { DeskArea } from '../screens.ts'

export const area: DeskArea = {
  screens: [
    {
      path: 'clock',
      name: 'deskClock',
      component: () => import('./ClockScreen.vue'),
      meta: { title: () => m.desk_clock_title() },
    },
  ],
  entries: [
    {
      route: 'deskClock',
      label: () => m.desk_clock_title(),
      icon: 'clock',
      capability: 'rules.read',
      order: 60,
    },
  ],
}
