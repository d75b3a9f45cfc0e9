import type { RouteRecordRaw } from 'vue-router'
import { m } from '../../i18n/index.ts'

export const routes: RouteRecordRaw[] = [
  {
    path: '/rate',
    name: 'rate',
    component: () => import('./Rate.vue'),
    meta: { form: true, title: m.ratings_title },
  },
  {
    path: '/ratings/:id',
    name: 'rating',
    component: () => import('./Rating.vue'),
    props: true,
    meta: { title: m.ratings_sent_title },
  },
]
