import type { RouteRecordRaw } from 'vue-router'
import { m } from '../../i18n/index.ts'

export const routes: RouteRecordRaw[] = [
  {
    path: '/me/settings',
    name: 'settings',
    component: () => import('./SettingsView.vue'),
    meta: { title: m.mine_set_title },
  },
]
