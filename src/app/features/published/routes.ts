import type { RouteRecordRaw } from 'vue-router'
import { m } from '../../i18n/index.ts'
import { reached } from '../../reached.ts'

export const routes: RouteRecordRaw[] = [
  {
    path: '/r/:region/published-cases',
    name: 'publishedCases',
    component: reached(() => import('./PublishedCases.vue')),
    props: ({ params, query }) => ({ region: params.region, department: query.department }),
    meta: { title: () => m.published_title() },
  },
]
