import type { RouteRecordRaw } from 'vue-router'
import { m } from '../../i18n/index.ts'
import { reached } from '../../reached.ts'

export const routes: RouteRecordRaw[] = [
  {
    path: '/cases',
    name: 'cases',
    component: () => import('./Cases.vue'),
    meta: { tab: 'cases', title: m.cases_title },
  },
  {
    path: '/cases/new',
    name: 'caseNew',
    component: () => import('./NewCase.vue'),
    meta: { form: true, title: m.cases_new_title },
  },
  {
    path: '/cases/:id',
    name: 'receipt',
    component: () => import('./Case.vue'),
    props: true,
    meta: { title: m.cases_case_title },
  },
  {
    path: '/lookup',
    name: 'lookup',
    component: reached(() => import('./Lookup.vue')),
    meta: { title: m.cases_lookup_title },
  },
]
