import type { DrainProgress, OutboxEntry } from '#sync/types'
import type { FiledRecord } from '#sync/services'
import { m } from '../i18n/index.ts'
import { codeSentence } from '../ui/error-sentence.ts'
import { formatDateTime, formatRelative, formatTime } from '../ui/format-time.ts'

/** The truth about one record on its way, in words. */
export interface Delivery {
  state: 'delivered' | 'sending' | 'waiting' | 'offline' | 'needsAttention'
  tone: 'good' | 'info' | 'wait' | 'bad'
  badge: string
  sentence: string
  detail: string
}

const nextTry = (entry: OutboxEntry, progress: DrainProgress, now: number): string => {
  const at =
    progress.nextAttempt ?? (entry.notBefore > now ? new Date(entry.notBefore).toISOString() : undefined)
  return at === undefined ? '' : m.mine_next_try({ when: formatTime(at) })
}

/**
 * Where a record is between this phone and the server. `online` is the phone's hint; it is only believed when it says
 * that there is no network and nothing is being sent.
 */
export function deliveryOf(
  record: FiledRecord,
  progress: DrainProgress,
  online: boolean,
  now: number,
): Delivery {
  const saved = m.mine_saved_at({ when: formatRelative(record.savedAt, now) })
  if (record.delivered)
    return {
      state: 'delivered',
      tone: 'good',
      badge: m.mine_delivered(),
      sentence: m.mine_delivered_at({ when: formatDateTime(record.delivered.receivedAt, now) }),
      detail: saved,
    }
  const entry = record.entry
  if (entry?.state === 'needsAttention')
    return {
      state: 'needsAttention',
      tone: 'bad',
      badge: m.mine_needs_attention(),
      sentence: entry.refusal ? codeSentence(entry.refusal.code) : m.errors_unknown(),
      detail: m.mine_nothing_lost(),
    }
  if (progress.running)
    return {
      state: 'sending',
      tone: 'info',
      badge: m.mine_sending(),
      sentence: m.mine_sending_of({ done: progress.done, total: progress.total }),
      detail: saved,
    }
  if (!online)
    return {
      state: 'offline',
      tone: 'wait',
      badge: m.mine_offline(),
      sentence: m.mine_offline_text(),
      detail: saved,
    }
  if (progress.photosWait && entry && entry.attachments.length > 0)
    return {
      state: 'waiting',
      tone: 'wait',
      badge: m.mine_wifi(),
      sentence: m.mine_wifi_text(),
      detail: saved,
    }
  // while the line is down nothing is tried, and what was not tried waits for the same reason
  const failure = entry?.lastFailure ?? progress.lastFailure
  const why = failure ? codeSentence(failure.code) : ''
  const next = entry ? nextTry(entry, progress, now) : ''
  return {
    state: 'waiting',
    tone: 'wait',
    badge: m.mine_waiting(),
    sentence: why || m.mine_waiting_text(),
    detail: [saved, next].filter(Boolean).join(' · '),
  }
}
