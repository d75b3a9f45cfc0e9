/** What `npm run verify` says. */
import type { EvidenceProblem } from '#domain/inspections/evidence'
import type { Language } from './import-messages.ts'

type Both = Readonly<Record<Language, string>>

export const VERIFY = {
  usage: {
    zh: `用法：npm run verify -- 文件
核验导出的暗访证据：签名、内容、顺序、时间和照片。不需要服务器，也不需要数据库。
退出码：0 全部无误；1 有问题；2 文件读不了`,
    en: `Usage: npm run verify -- FILE
Checks an evidence export: signatures, contents, order, times and photos. Needs neither server nor database.
Exit code: 0 all good; 1 something is wrong; 2 the file cannot be read`,
  },
  oneFile: { zh: '请给出一个要核验的文件。', en: 'Name one file to check.' },
  missing: (path: string): Both => ({
    zh: `找不到 ${path}，或无权读取。`,
    en: `${path} is not there, or may not be read.`,
  }),
  notJson: (path: string): Both => ({
    zh: `${path} 不是 JSON，可能没有下载完整。`,
    en: `${path} is not JSON; it may be cut off.`,
  }),
  notEvidence: (path: string, where: string): Both => ({
    zh: `${path} 不是证据导出文件${where === '' ? '' : `（${where} 处不对）`}。`,
    en: `${path} is not an evidence export${where === '' ? '' : ` (wrong at ${where})`}.`,
  }),
  record: (n: number): Both => ({ zh: `第 ${n} 条记录`, en: `record ${n}` }),
  sequence: (n: number): Both => ({ zh: `（该手机第 ${n} 次）`, en: `(number ${n} of its phone)` }),
  device: (id: string): Both => ({ zh: `手机 ${id}`, en: `phone ${id}` }),
  question: (id: string): Both => ({ zh: `题目 ${id}`, en: `question ${id}` }),
  photo: (sha256: string): Both => ({
    zh: `照片 ${sha256.slice(0, 12)}…`,
    en: `photo ${sha256.slice(0, 12)}…`,
  }),
  deviceLine: (id: string, records: number, first?: number, last?: number): Both => {
    const range = first === undefined || last === undefined ? '' : `${first}–${last}`
    return {
      zh: `手机 ${id}：${records} 条${range === '' ? '' : `，序号 ${range}`}`,
      en: `phone ${id}: ${records} records${range === '' ? '' : `, numbers ${range}`}`,
    }
  },
  clock: (least: string, most: string, records: number): Both => {
    const same = least === most
    return {
      zh: `  手机时钟与服务器相比：${same ? least : `${least}至${most}`}（据 ${records} 条记录估计，仅作提示，未作任何更正）`,
      en: `  its clock against the server’s: ${same ? least : `${least} to ${most}`} (estimated from ${records} ${records === 1 ? 'record' : 'records'}, told only, nothing is corrected)`,
    }
  },
  /** ms ahead in words, to the second: what a person would set a clock by */
  ahead: (ms: number): Both => {
    const seconds = Math.round(Math.abs(ms) / 1000)
    if (seconds < 1) return { zh: '一致', en: 'in step' }
    const parts = [
      Math.floor(seconds / 86_400),
      Math.floor(seconds / 3600) % 24,
      Math.floor(seconds / 60) % 60,
      seconds % 60,
    ]
    const say = (units: readonly string[]) =>
      parts.flatMap((n, at) => (n === 0 ? [] : `${n} ${units[at] ?? ''}`)).join(' ')
    return {
      zh: `${ms > 0 ? '快' : '慢'} ${say(['天', '小时', '分', '秒'])}`,
      en: `${say(['d', 'h', 'min', 's'])} ${ms > 0 ? 'ahead' : 'behind'}`,
    }
  },
  good: (path: string, records: number, devices: number, photos: number): Both => ({
    zh: `✓ ${path}：${devices} 部手机的 ${records} 条记录、${photos} 张照片，全部无误。`,
    en: `✓ ${path}: ${records} records of ${devices} phones and ${photos} photos, all good.`,
  }),
  bad: (path: string, findings: number): Both => ({
    zh: `${path}：发现 ${findings} 处问题。`,
    en: `${path}: ${findings} ${findings === 1 ? 'thing is' : 'things are'} wrong.`,
  }),
  photosNotChecked: (photos: number): Both => ({
    zh: `导出时没有带照片，${photos} 张照片未核验（导出时加 --with-photos）。`,
    en: `The export has no photos: ${photos} were not checked (export with --with-photos).`,
  }),
}

export const PROBLEMS: Readonly<Record<EvidenceProblem, string>> = {
  unreadable: '读不出来，不是封存的记录',
  unknownDevice: '签名的手机不在文件的名单里',
  badSignature: '签名不符：内容被改过，或不是这部手机签的',
  notCanonical: '内容不是规定的写法',
  badPayload: '签名有效，但内容不是一份检查记录',
  missing: '缺少这一次的记录',
  brokenLink: '与前一条记录接不上',
  forked: '与另一条记录占了同一个序号',
  reordered: '顺序不对',
  doubled: '同一条记录出现了两次',
  backDated: '封存时间早于它当时已经知道的时间',
  clockAhead: '封存时间晚于收到的时间',
  impossibleTime: '时间前后矛盾',
  photoUnlisted: '照片不在记录的清单里',
  photoMissing: '文件里缺少这张照片',
  photoAltered: '照片与封存时不同',
  photoForeign: '照片不属于任何记录',
}
