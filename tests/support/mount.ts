/** Mounts a component as the app does: with services, state, router and language. */
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { vi } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type Router, type RouteRecordRaw } from 'vue-router'
import { firstServicesKey, servicesKey } from '../../src/app/services.ts'
import { useRegion } from '../../src/app/state/region.ts'
import { useSettings } from '../../src/app/state/settings.ts'
import { testWorld, type TestWorld, type WorldOptions } from './services.ts'

/** Every screen that something links to, so that links resolve without loading other features. */
const NAMES: Record<string, string> = {
  search: '/',
  regions: '/regions',
  item: '/r/:region/i/:code',
  counter: '/r/:region/c/:counter',
  notice: '/notice/:id',
  notices: '/notices',
  cases: '/cases',
  caseNew: '/cases/new',
  receipt: '/cases/:id',
  lookup: '/lookup',
  rate: '/rate',
  rating: '/ratings/:id',
  board: '/board',
  publishedCases: '/r/:region/published-cases',
  publicNotices: '/r/:region/public-notices',
  department: '/board/:department',
  me: '/me',
  settings: '/me/settings',
}

/** Screens stand in the page's main part, as in the app. */
function stage(): HTMLElement {
  const main = document.createElement('main')
  document.body.append(main)
  return main
}

/** Waits until parts that are loaded on demand have come and everything promised is drawn. */
export async function settled(): Promise<void> {
  await flushPromises()
  await vi.dynamicImportSettled()
  await flushPromises()
}

export interface Mounted extends TestWorld {
  wrapper: VueWrapper
  router: Router
}

export interface MountScreenOptions extends WorldOptions {
  /** where the router stands when the component is mounted */
  at?: string
  /** further routes, or other ones under the same name */
  routes?: RouteRecordRaw[]
  props?: Record<string, unknown>
  slots?: Record<string, string | (() => unknown)>
  world?: TestWorld
  /** the component brings the page's main part itself */
  wholePage?: boolean
}

/** `component` is what a `.vue` file exports; lint, which does not read those, knows no type for it. */
export async function mountScreen(component: unknown, options: MountScreenOptions = {}): Promise<Mounted> {
  const world = options.world ?? testWorld(options)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      ...Object.entries(NAMES)
        .filter(([name]) => !options.routes?.some((route) => route.name === name))
        .map(([name, path]) => ({ name, path, component: { render: () => null } })),
      ...(options.routes ?? []),
    ],
  })
  await router.push(options.at ?? '/')
  const pinia = createPinia()
  const provide = {
    [firstServicesKey as symbol]: world.services,
    [servicesKey as symbol]: world.services,
  }
  const Start = {
    setup: () => {
      started = { settings: useSettings(), region: useRegion() }
      return () => null
    },
  }
  let started: { settings: ReturnType<typeof useSettings>; region: ReturnType<typeof useRegion> } | undefined
  mount(Start, { global: { plugins: [pinia], provide } })
  await started?.settings.load()
  await started?.region.start()
  const wrapper = mount(component as Component, {
    attachTo: options.wholePage ? document.body : stage(),
    props: options.props ?? {},
    slots: options.slots ?? {},
    global: { plugins: [pinia, router], provide },
  })
  return { ...world, wrapper, router }
}
