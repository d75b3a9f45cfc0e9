import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/**
 * Whether the window is at least `rem` wide, measured in the letters that are really shown: in the large print of
 * 大字版 a desk's screen is a narrow one.
 */
export function useWide(rem: number): Ref<boolean> {
  const measure = () => {
    const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
    return window.innerWidth / size >= rem
  }
  const wide = ref(measure())
  const look = () => (wide.value = measure())
  onMounted(() => window.addEventListener('resize', look))
  onBeforeUnmount(() => window.removeEventListener('resize', look))
  return wide
}
