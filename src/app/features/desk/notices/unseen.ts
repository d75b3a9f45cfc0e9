/** How many notices wait: asked for now and then while the desk is looked at. */
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { deskNotices } from '#contract/desk/notices'
import { useDesk } from '../desk-store.ts'

const EVERY_MS = 60_000

export const useUnseen = defineStore('deskUnseen', () => {
  const desk = useDesk()
  const count = ref(0)

  /** A bell that cannot ask stays as it is: it is a hint, the screens tell the truth. */
  async function ask(): Promise<void> {
    if (!desk.staff || desk.ended || document.hidden) return
    const told = await desk.ask(deskNotices.unseen, {}).catch(() => undefined)
    if (told) count.value = told.unseen
  }

  /** Asks now and every minute; the function it gives back ends that. */
  function watch(): () => void {
    void ask()
    const timer = setInterval(() => void ask(), EVERY_MS)
    return () => clearInterval(timer)
  }

  return { count, ask, watch }
})
