import type { OneTimeNotice } from '#domain/cases/types'
import { m } from '../../i18n/index.ts'
import { materialLine } from '../../state/material-words.ts'
import { formatFullDate, formatTime } from '../../ui/format-time.ts'

/** The day and minute at which a notice was made, as it stands on the slip. */
export const madeOn = (notice: OneTimeNotice): string =>
  `${formatFullDate(notice.madeAt)} ${formatTime(notice.madeAt)}`

/** The notice as plain text, to be sent in a message. */
export function noticeText(notice: OneTimeNotice, ticked: readonly number[], region: string): string {
  return [
    `${m.catalogue_notice_title()} · ${notice.itemName}`,
    `${notice.department} · ${m.catalogue_notice_made()} ${madeOn(notice)}`,
    '',
    ...(notice.materials.length > 0
      ? notice.materials.map(
          (material, i) => `${ticked.includes(i) ? '☑' : '☐'} ${i + 1}. ${materialLine(material)}`,
        )
      : [m.catalogue_notice_none()]),
    '',
    m.catalogue_notice_source({ region, version: notice.catalogueVersion }),
  ].join('\n')
}
