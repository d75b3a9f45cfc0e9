import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import { m } from '../../i18n/index.ts'
import { faceIsHere } from './faces.ts'
import SearchView from './SearchView.vue'

/** The search tab comes with the app; everything behind it when it is first opened. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'search',
    component: SearchView as Component,
    beforeEnter: faceIsHere,
    meta: { title: m.catalogue_title, tab: 'search' },
  },
  {
    path: '/regions',
    name: 'regions',
    component: () => import('./RegionsView.vue'),
    meta: { title: m.catalogue_regions_title },
  },
  {
    path: '/r/:region/i/:code',
    name: 'item',
    component: () => import('./ItemView.vue'),
    props: true,
    meta: { title: m.catalogue_item_title },
  },
  {
    path: '/r/:region/c/:counter',
    name: 'counter',
    component: () => import('./CounterView.vue'),
    props: true,
    meta: { title: m.catalogue_counter_title },
  },
  {
    path: '/notice/:id',
    name: 'notice',
    component: () => import('./NoticeView.vue'),
    props: true,
    meta: { title: m.catalogue_notice_title },
  },
  {
    path: '/notices',
    name: 'notices',
    component: () => import('./NoticesView.vue'),
    meta: { title: m.catalogue_notices_title },
  },
]
