import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import { m } from '../../i18n/index.ts'
import { useSettings } from '../../state/settings.ts'

/** The document's title shows in the phone's list of open apps: it may have to look like nothing in particular. */
const title = (own: () => string) => () => (useSettings().current.plainTitle ? '' : own())

/** These screens are stored on a supervisor's phone alone: where they cannot be had, one that every phone has says so. */
const stored = (screen: () => Promise<{ default: unknown }>) => () =>
  screen().catch(() => import('../../NotStored.vue')) as Promise<Component>

export const routes: RouteRecordRaw[] = [
  {
    path: '/me/supervisor',
    component: stored(() => import('./Frame.vue')),
    children: [
      {
        path: '',
        name: 'supervisor',
        component: stored(() => import('./Home.vue')),
        meta: { title: title(m.inspections_title) },
      },
      {
        path: 'new',
        name: 'supervisorStart',
        component: stored(() => import('./Start.vue')),
        meta: { form: true, title: title(m.inspections_start_title) },
      },
      {
        path: 'i/:id',
        name: 'supervisorRun',
        component: stored(() => import('./Inspection.vue')),
        props: true,
        meta: { form: true, title: title(m.inspections_title) },
      },
      {
        path: 'r/:id',
        name: 'supervisorRecord',
        component: stored(() => import('./Record.vue')),
        props: true,
        meta: { title: title(m.inspections_record_title) },
      },
    ],
  },
]
