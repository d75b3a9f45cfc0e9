/** What an export would hold, counted the way it is put together: entries in the outbox, a citizen's drafts, and the photos of both. */
import type { Services } from '#sync/services'

export interface Unsent {
  records: number
  drafts: number
  photos: number
  /** could not be read, and go into the file as they are */
  setAside: number
}

export async function countUnsent(services: Services): Promise<Unsent> {
  const [filed, storage, ...drafts] = await Promise.all([
    services.filing.list(),
    services.storage.state(),
    services.drafts.list('case'),
    services.drafts.list('rating'),
  ])
  const entries = filed.flatMap(({ entry }) => (entry ? [entry] : []))
  const kept = drafts.flat()
  const photos = new Set([
    ...entries.flatMap(({ attachments }) => attachments.map(({ sha256 }) => sha256)),
    ...kept.flatMap((draft) => draft.photos),
  ])
  return {
    records: entries.length,
    drafts: kept.length,
    photos: photos.size,
    setAside: storage.setAside ?? 0,
  }
}

/** How the file is called: the day it was made, nothing about whose it is. */
export const exportName = (now: number): string =>
  `mingcha-unsent-${new Date(now).toISOString().slice(0, 10)}.mingcha`
