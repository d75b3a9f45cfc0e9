import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { FiledRecord } from '#sync/services'
import { useServices } from '../services.ts'
import { useFiled } from './filed.ts'

/** Their author knows of them. */
const OWN = new Set(['submit', 'supply', 'confirm', 'reopen', 'withdraw'])
/** Few: many phones may share one address, from which so many look-ups a minute are answered. */
const AT_ONCE = 5
const AGAIN_MS = 10 * 60_000

/** Whether the desks have done something in it since its owner last looked. */
export const hasNews = ({ view, seen = 0 }: FiledRecord): boolean =>
  view?.timeline.slice(seen).some(({ type }) => !OWN.has(type)) === true

/** Delivered cases whose status may still change, the most urgent to hear of first: newest. */
export function refreshable(records: readonly FiledRecord[], limit: number): string[] {
  const ended = new Set(['closed', 'withdrawn'])
  return records
    .filter(
      (record) =>
        record.receiptCode !== undefined &&
        record.delivered &&
        !(record.view && ended.has(record.view.status)),
    )
    .slice(0, limit)
    .map((record) => record.id)
}

/** The notice in the app itself, for whoever is not told by push: what has moved among the things filed here. */
export const useNews = defineStore('news', () => {
  const services = useServices()
  const filed = useFiled()
  const count = computed(() => filed.records.filter(hasNews).length)
  let asked = -Infinity

  /** Asks what became of the newest open cases, unless that was done a short while ago. */
  async function look(): Promise<void> {
    await filed.load()
    if (document.hidden || !services.online.current() || services.now() - asked < AGAIN_MS) return
    asked = services.now()
    // One that cannot be asked now is asked another time.
    for (const id of refreshable(filed.records, AT_ONCE))
      await services.filing.refresh(id).catch(() => undefined)
  }
  /** Now, and whenever the app comes back to the front. */
  function watch(): void {
    void look()
    document.addEventListener('visibilitychange', () => void look())
  }
  return { count, watch }
})
