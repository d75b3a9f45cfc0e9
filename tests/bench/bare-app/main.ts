/**
 * The least app of the packages that the product is made of: a first visit with one button that stores items in
 * IndexedDB, later visits that read them and draw the first thirty under a box that filters. No style, no language, no
 * rules: what it takes is what this machine takes for any such app.
 */
import { openDB } from 'idb'
import { createPinia, defineStore } from 'pinia'
import { computed, createApp, defineComponent, h, ref, shallowRef } from 'vue'
import { createRouter, createWebHistory, RouterView } from 'vue-router'
import { Workbox } from 'workbox-window'

interface Item {
  name: string
  department: string
}
const ROWS = 30
const database = () => openDB('bare', 1, { upgrade: (db) => void db.createObjectStore('catalogues') })

const useItems = defineStore('items', () => {
  const items = shallowRef<Item[]>()
  async function read() {
    items.value = (await (await database()).get('catalogues', 'all')) as Item[] | undefined
  }
  async function download() {
    const fetched = (await (await fetch('/items.json')).json()) as Item[]
    await (await database()).put('catalogues', fetched, 'all')
    items.value = fetched
  }
  return { items, read, download }
})

const List = defineComponent(() => {
  const store = useItems()
  const typed = ref('')
  const shown = computed(() =>
    (store.items ?? []).filter(({ name }) => name.includes(typed.value)).slice(0, ROWS),
  )
  return () =>
    store.items
      ? h('main', [
          h('h1', 'Items'),
          h('input', {
            type: 'search',
            'aria-label': 'Search',
            onInput: (event: Event) => (typed.value = (event.target as HTMLInputElement).value),
          }),
          h(
            'ul',
            shown.value.map(({ name, department }) =>
              h('li', { class: 'item-row', key: name }, [h('b', name), h('span', department)]),
            ),
          ),
        ])
      : h('main', [
          h('h1', 'Items'),
          h('p', 'Nothing is on this phone yet.'),
          h('button', { onClick: () => void store.download() }, '下载'),
        ])
})

const pinia = createPinia()
const router = createRouter({ history: createWebHistory(), routes: [{ path: '/', component: List }] })
const app = createApp(() => h(RouterView))
  .use(pinia)
  .use(router)
await Promise.all([useItems(pinia).read(), router.isReady()])
app.mount('#app')
void new Workbox('/sw.js').register()
