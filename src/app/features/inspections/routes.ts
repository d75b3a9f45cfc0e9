import type { RouteRecordRaw } from 'vue-router'
import { m } from '../../i18n/index.ts'
import { reached } from '../../reached.ts'
import { useSettings } from '../../state/settings.ts'

/** The document's title shows in the phone's list of open apps: it may have to look like nothing in particular. */
const title = (own: () => string) => () => (useSettings().current.plainTitle ? '' : own())

export const routes: RouteRecordRaw[] = [
  {
    path: '/me/supervisor',
    component: reached(() => import('./Frame.vue')),
    children: [
      {
        path: '',
        name: 'supervisor',
        component: reached(() => import('./Home.vue')),
        meta: { title: title(m.inspections_title) },
      },
      {
        path: 'new',
        name: 'supervisorStart',
        component: reached(() => import('./Start.vue')),
        meta: { form: true, title: title(m.inspections_start_title) },
      },
      {
        path: 'i/:id',
        name: 'supervisorRun',
        component: reached(() => import('./Inspection.vue')),
        props: true,
        meta: { form: true, title: title(m.inspections_title) },
      },
      {
        path: 'r/:id',
        name: 'supervisorRecord',
        component: reached(() => import('./Record.vue')),
        props: true,
        meta: { title: title(m.inspections_record_title) },
      },
    ],
  },
]
