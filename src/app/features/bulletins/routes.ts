import type { RouteRecordRaw } from 'vue-router'
import { m } from '../../i18n/index.ts'

export const routes: RouteRecordRaw[] = [
  {
    path: '/r/:region/public-notices',
    name: 'publicNotices',
    component: () => import('./NoticeList.vue'),
    props: true,
    meta: { title: m.bulletins_title },
  },
  {
    path: '/r/:region/public-notices/:id',
    name: 'publicNotice',
    component: () => import('./NoticePage.vue'),
    props: true,
    meta: { title: m.bulletins_title },
  },
]
