import { m } from '../../../i18n/index.ts'
import type { DeskArea } from '../screens.ts'

export const area: DeskArea = {
  screens: [
    {
      path: 'notices',
      name: 'deskNotices',
      component: () => import('./NoticeScreen.vue'),
      meta: { title: () => m.desk_clock_notices() },
    },
  ],
  entries: [],
}
