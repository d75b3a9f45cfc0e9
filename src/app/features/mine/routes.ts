import type { RouteRecordRaw } from 'vue-router'
import { m } from '../../i18n/index.ts'

export const routes: RouteRecordRaw[] = [
  {
    path: '/me',
    name: 'me',
    component: () => import('./Mine.vue'),
    meta: { tab: 'me', title: m.mine_title },
  },
]
