import { reactive } from 'vue'

export interface ToastMessage {
  id: number
  text: string
  tone: 'info' | 'bad'
}

const SECONDS = 4
const toasts = reactive<ToastMessage[]>([])
let last = 0

/** Short word that something happened. Never the only place where something important is said. */
export function useToast(): {
  toasts: readonly ToastMessage[]
  show: (text: string, tone?: ToastMessage['tone']) => void
  dismiss: (id: number) => void
} {
  const dismiss = (id: number) => {
    const at = toasts.findIndex((toast) => toast.id === id)
    if (at >= 0) toasts.splice(at, 1)
  }
  return {
    toasts,
    show(text, tone = 'info') {
      const id = ++last
      toasts.push({ id, text, tone })
      setTimeout(() => dismiss(id), SECONDS * 1000 + text.length * 60)
    },
    dismiss,
  }
}
