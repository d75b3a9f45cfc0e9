import type { Published } from '#contract/desk/catalogue-views'
import { m } from '../../../i18n/index.ts'
import { formatBytes } from '../../../ui/format-figures.ts'

/** What a publishing came to, in one sentence. */
export function publishedSentence({ version, changed, bytes, deltaBytes }: Published): string {
  if (!changed) return m.desk_catalogue_published_same()
  return deltaBytes === null
    ? m.desk_catalogue_published_whole({ version, bytes: formatBytes(bytes) })
    : m.desk_catalogue_published({ version, bytes: formatBytes(deltaBytes) })
}
