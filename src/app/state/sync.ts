import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useFirstServices } from '../services.ts'

/** What waits to be sent and how sending goes, live; and the phone's hint whether there is a network. */
export const useSync = defineStore('sync', () => {
  const services = useFirstServices()
  const progress = shallowRef(services.drain.progress())
  const online = shallowRef(services.online.current())
  services.drain.onChange((next) => (progress.value = next))
  services.online.onChange((next) => (online.value = next))

  const waiting = computed(() => progress.value.waiting)
  const needsAttention = computed(() => progress.value.needsAttention)
  /** what the badge counts: everything not delivered */
  const undelivered = computed(() => waiting.value + needsAttention.value)
  watch(undelivered, (count) => services.badge(count), { immediate: true })

  /** for whoever shows it: it is read late, for the first screen's own work comes first */
  const look = () => void (progress.value.unread && services.drain.look().catch(() => undefined))

  return { progress, online, waiting, needsAttention, undelivered, send: () => services.drain.now(), look }
})
