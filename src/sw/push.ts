/** What the server pushes: already worded in the subscriber's language, and nothing in it that a passer-by should not see. */
declare const self: ServiceWorkerGlobalScope

interface Message {
  title: string
  body: string
  /** a later one with the same tag takes the earlier one's place */
  tag: string
  /** the screen that it opens */
  url: string
}

/** Every push must show something, or the browser shows something of its own. */
export async function showPush({ data }: PushEvent): Promise<void> {
  const { title, body, tag, url } = data?.json() as Message
  await self.registration.showNotification(title, {
    body,
    tag,
    icon: '/icons/icon-192.png',
    data: url,
  })
}

/** Opens the screen in a window that is there, or in a new one; an address of somewhere else opens nothing. */
export async function openPush({ data }: Notification): Promise<void> {
  const url = new URL(String(data), self.location.origin)
  if (url.origin !== self.location.origin) return
  const [open] = await self.clients.matchAll({ type: 'window' })
  await (open ? open.focus().then((window) => window.navigate(url.href)) : self.clients.openWindow(url))
}
