import { m } from '../../../i18n/index.ts'
import type { DeskArea } from '../screens.ts'

export const area: DeskArea = {
  screens: [
    {
      path: 'ratings',
      name: 'deskRatings',
      component: () => import('./RatingList.vue'),
      meta: { title: () => m.desk_clock_ratings() },
    },
    {
      path: 'ratings/:id',
      name: 'deskRating',
      component: () => import('./RatingPage.vue'),
      props: true,
      meta: { title: () => m.desk_clock_rating(), entry: 'deskRatings' },
    },
  ],
  entries: [
    {
      route: 'deskRatings',
      label: () => m.desk_clock_ratings(),
      icon: 'star',
      capability: 'rating.read',
      order: 20,
    },
  ],
}
