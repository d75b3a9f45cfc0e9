/** The desk's screens: each area brings its own, and says under which heading and to whom it is shown. */
import type { RouteRecordRaw } from 'vue-router'
import type { Capability } from '#domain/staff/roles'
import type { IconName } from '../../ui/icons.ts'
import { m } from '../../i18n/index.ts'

/** An entry of the desk's navigation. */
export interface DeskEntry {
  /** name of the route it opens */
  route: string
  label: () => string
  icon: IconName
  /** who sees it */
  capability: Capability
  /** the smaller, the further up */
  order: number
}

export interface DeskArea {
  screens: RouteRecordRaw[]
  entries: DeskEntry[]
}

const areas = Object.values(import.meta.glob<{ area: DeskArea }>('./*/area.ts', { eager: true })).map(
  ({ area }) => area,
)

export const deskEntries = areas.flatMap(({ entries }) => entries).sort((a, b) => a.order - b.order)

export const deskRoutes = (): RouteRecordRaw => ({
  path: '/desk',
  component: () => import('./DeskFrame.vue'),
  meta: { desk: true },
  children: [
    {
      path: '',
      name: 'desk',
      component: () => import('./DeskHome.vue'),
      meta: { title: () => m.desk_title() },
    },
    {
      path: 'account',
      name: 'deskAccount',
      component: () => import('./DeskAccount.vue'),
      meta: { title: () => m.desk_account() },
    },
    ...areas.flatMap(({ screens }) => screens),
    {
      path: ':rest(.*)+',
      component: () => import('./DeskNotFound.vue'),
      meta: { title: () => m.desk_not_found() },
    },
  ],
})
