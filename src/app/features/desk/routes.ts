import type { RouteRecordRaw } from 'vue-router'

/** One door: a citizen's phone knows no more of the desk than its address. What is behind it comes when staff open it. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/desk/:rest(.*)*',
    name: 'deskDoor',
    component: () => import('./DeskDoor.vue'),
    meta: { desk: true },
  },
]
