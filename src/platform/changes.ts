/** Word of changes between this page, the other tabs and the service worker. */
export interface Changes {
  /** something in this topic changed, here or elsewhere */
  tell(topic: Topic): void
  on(topic: Topic, listener: () => void): () => void
  close(): void
}
type Topic = 'outbox' | 'drafts' | 'catalogue'

/** @param channelName one for all contexts of the app */
export function createChanges(channelName = 'mingcha'): Changes {
  const listeners = new Map<Topic, Set<() => void>>()
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(channelName)
  const ring = (topic: Topic) => {
    for (const listener of listeners.get(topic) ?? []) listener()
  }
  if (channel)
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data === 'outbox' || data === 'drafts' || data === 'catalogue') ring(data)
    }
  return {
    tell(topic) {
      ring(topic)
      channel?.postMessage(topic)
    },
    on(topic, listener) {
      const set = listeners.get(topic) ?? new Set()
      listeners.set(topic, set.add(listener))
      return () => set.delete(listener)
    },
    close() {
      channel?.close()
      listeners.clear()
    },
  }
}
