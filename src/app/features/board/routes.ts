import type { RouteRecordRaw } from 'vue-router'
import { m } from '../../i18n/index.ts'

export const routes: RouteRecordRaw[] = [
  {
    path: '/board',
    name: 'board',
    component: () => import('./BoardView.vue'),
    meta: { tab: 'board', title: m.board_title },
  },
  {
    path: '/board/:department',
    name: 'department',
    component: () => import('./DepartmentView.vue'),
    props: true,
    meta: { title: m.board_department_title },
  },
]
