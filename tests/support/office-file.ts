/** A list as an office exports it: the real one where it is at hand, in GBK, with two rows that cannot be taken. */
import { existsSync, readFileSync } from 'node:fs'
import iconv from 'iconv-lite'

const real = new URL('../../../shared/data/guangan-items.csv', import.meta.url)

export function officeFile(): { name: string; mimeType: string; buffer: Buffer; rows: number } {
  const text = existsSync(real)
    ? readFileSync(real, 'utf8').trimEnd()
    : ['item_code,name,department', 'A-1,居住证办理,公安局', 'A-2,户口迁移,公安局'].join('\n')
  const lines = text.split('\n')
  const columns = (lines[0] ?? '').split(',').length
  const nameless = ['X-1', '', '公安局', ...Array<string>(columns - 3).fill('')].join(',')
  const spoilt = [...lines, lines[1], nameless].join('\n')
  return {
    name: '事项清单.csv',
    mimeType: 'text/csv',
    buffer: iconv.encode(spoilt, 'gbk'),
    rows: lines.length - 1,
  }
}
