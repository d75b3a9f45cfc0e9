import { m } from '../../../i18n/index.ts'
import { partsOf } from '../../../ui/format.ts'

/** 2026年11月 of `2026-11`. */
export function monthName(iso: string): string {
  const [year, month] = partsOf(`${iso}-01`)
  return m.desk_reports_month({ year, month: m.shell_months_full().split(' ')[month - 1] ?? '' })
}
