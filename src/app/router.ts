import { nextTick } from 'vue'
import {
  createRouter,
  createWebHistory,
  type Router,
  type RouteRecordRaw,
  type RouterHistory,
} from 'vue-router'
import { m } from './i18n/index.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** the screen's name, for the document's title and the announcement */
    title?: () => string
    /** one of the four tab screens: the tabs show on a phone only there */
    tab?: 'search' | 'cases' | 'board' | 'me'
    /** a screen of the staff's desk, which brings its own navigation */
    desk?: boolean
    /** of a desk screen: the route whose entry in the navigation it belongs under */
    entry?: string
    /** something is being written here: nothing may interrupt it */
    form?: boolean
  }
}

/** Each feature names its own screens; the shell knows none of them. */
const features = import.meta.glob<RouteRecordRaw[]>('./features/*/routes.ts', {
  eager: true,
  import: 'routes',
})

export function createAppRouter(history: RouterHistory = createWebHistory()): Router {
  return createRouter({
    history,
    routes: [
      ...Object.values(features).flat(),
      {
        path: '/:rest(.*)*',
        name: 'notFound',
        component: () => import('./NotFound.vue'),
        meta: { title: m.shell_not_found_title },
      },
    ],
    scrollBehavior: async (to, from, saved) => {
      if (to.path === from.path && !saved) return false
      await nextTick()
      return saved ?? { top: 0 }
    },
  })
}
