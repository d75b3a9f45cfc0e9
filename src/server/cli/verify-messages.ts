/** What `npm run verify` says. */
import type { EvidenceProblem, EvidenceReport } from '#domain/inspections/evidence'
import type { Language } from './import-messages.ts'

type Both = Readonly<Record<Language, string>>

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** A span of time to the second, in parts with their units. */
function spanOf(ms: number, units: readonly string[]): string {
  const seconds = Math.round(Math.abs(ms) / 1000)
  const parts = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ]
  return parts.flatMap((n, at) => (n === 0 ? [] : `${n} ${units[at] ?? ''}`)).join(' ')
}
const some = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`
const UNITS = { zh: ['天', '小时', '分', '秒'], en: ['d', 'h', 'min', 's'] } as const

export const VERIFY = {
  usage: {
    zh: `用法：npm run verify -- 文件 [--receipt 回执]… [--server-key 密钥]…
核验导出的暗访证据：签名、内容、顺序、时间、照片、补充说明和服务器的收件回执。不需要服务器，也不需要数据库。
  --receipt     监督员手机里的收件回执（文本或文件），或更早的一份导出文件：核对其中的记录是否都在
  --server-key  服务器公布的密钥编号，或 /api/v1/evidence-keys 存成的文件：只认这些密钥
退出码：0 全部无误；1 有问题；2 文件读不了`,
    en: `Usage: npm run verify -- FILE [--receipt RECEIPT]… [--server-key KEY]…
Checks an evidence export: signatures, contents, order, times, photos, replies and the server’s receipts. Needs neither server nor database.
  --receipt     receipts kept on a supervisor’s phone (text or a file), or an earlier export: is what they are for in the file?
  --server-key  id of a key that the server published, or a file with what /api/v1/evidence-keys answered: believe no other
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
  reply: (n: number): Both => ({ zh: `第 ${n} 条补充说明`, en: `reply ${n}` }),
  receipt: (n: number): Both => ({ zh: `文件中第 ${n} 份回执`, en: `receipt ${n} of the file` }),
  given: (n: number): Both => ({ zh: `所给的第 ${n} 份回执`, en: `receipt ${n} of those given` }),
  noReceipt: (given: string): Both => ({
    zh: `“${shortened(given)}”里没有收件回执。`,
    en: `There is no receipt in “${shortened(given)}”.`,
  }),
  noKey: (given: string): Both => ({
    zh: `“${shortened(given)}”既不是密钥编号，也不是 /api/v1/evidence-keys 存成的文件。`,
    en: `“${shortened(given)}” is neither the id of a key nor a file with what /api/v1/evidence-keys answered.`,
  }),
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
      en: `phone ${id}: ${some(records, 'record', 'records')}${range === '' ? '' : `, numbers ${range}`}`,
    }
  },
  clock: (least: string, most: string, records: number): Both => {
    const same = least === most
    return {
      zh: `  手机时钟与服务器相比：${same ? least : `${least}至${most}`}（据 ${records} 条记录估计，仅作提示，未作任何更正）`,
      en: `  its clock against the server’s: ${same ? least : `${least} to ${most}`} (estimated from ${some(records, 'record', 'records')}, told only, nothing is corrected)`,
    }
  },
  /** ms ahead in words, to the second: what a person would set a clock by */
  ahead: (ms: number): Both =>
    Math.abs(ms) < 500
      ? { zh: '一致', en: 'in step' }
      : {
          zh: `${ms > 0 ? '快' : '慢'} ${spanOf(ms, UNITS.zh)}`,
          en: `${spanOf(ms, UNITS.en)} ${ms > 0 ? 'ahead' : 'behind'}`,
        },
  span: (ms: number): Both => ({ zh: spanOf(ms, UNITS.zh), en: spanOf(ms, UNITS.en) }),
  sealedBy: (key: string, region: string, at: string, pinned: boolean): Both => ({
    zh: `服务器签名：区划 ${region}，导出于 ${at}，密钥 ${key}${pinned ? '' : '（请与服务器在 /api/v1/evidence-keys 公布的核对，或用 --server-key 给出）'}`,
    en: `signed by the server: region ${region}, exported ${at}, key ${key}${pinned ? '' : ' (compare it with what the server publishes at /api/v1/evidence-keys, or give --server-key)'}`,
  }),
  noReceipts: {
    zh: '· 这份文件不带收件回执，也没有服务器签名：由较早的版本导出，或者被人去掉了。链的末尾若被截去，只看这份文件看不出来。',
    en: '· The file carries no receipts and no signature of the server: it was exported by an older version, or somebody took them out. That the end of a chain was cut off cannot be told from it alone.',
  },
  beforeReceipts: (count: number): Both => ({
    zh: `· ${count} 条收到时服务器还不出具回执，因此没有回执；收到时间只有整份文件的签名作证。`,
    en: `· ${count} ${count === 1 ? 'was' : 'were'} received before this server gave receipts and ${count === 1 ? 'has' : 'have'} none; for the time of receipt only the signature over the file speaks.`,
  }),
  late: (n: number, record: string, span: string): Both => ({
    zh: `· 第 ${n} 条记录 ${record}：自称封存后 ${span} 才收到。可能是手机一直没有网络，也可能是时钟被拨慢。`,
    en: `· record ${n} ${record}: received ${span} after it says it was sealed. Its phone may have been offline, or its clock put back.`,
  }),
  confirmed: (of: 'inspection' | 'reply', id: string, sequence: number | undefined, at: string): Both => ({
    zh: `✓ 回执所记的${of === 'reply' ? '补充说明' : '记录'} ${id}${sequence === undefined ? '' : `（该手机第 ${sequence} 次）`}在文件中，收到于 ${at}。`,
    en: `✓ the ${of === 'reply' ? 'reply' : 'record'} ${id}${sequence === undefined ? '' : ` (number ${sequence} of its phone)`} that the receipt is for is in the file, received ${at}.`,
  }),
  good: (path: string, { records, devices, photos, replies, receipts }: EvidenceReport): Both => ({
    zh: `✓ ${path}：${devices.length} 部手机的 ${records} 条记录、${replies} 条补充说明、${photos.checked} 张照片、${receipts} 份收件回执，全部无误。`,
    en: `✓ ${path}: ${some(records, 'record', 'records')} and ${some(replies, 'reply', 'replies')} of ${some(devices.length, 'phone', 'phones')}, ${some(photos.checked, 'photo', 'photos')} and ${some(receipts, 'receipt', 'receipts')}, all good.`,
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
  replyForeign: '所补充的那次检查不在文件里',
  keyForeign: '不是所认的服务器密钥，或与编号不符',
  receiptUnreadable: '读不出来，不是服务器的收件回执',
  receiptBadSignature: '回执的签名不符：被改过，或不是所列的服务器密钥签的',
  receiptMissing: '缺少收件回执',
  receiptChain: '回执的编号或前后衔接不对',
  receiptMismatch: '与收件回执所记的不同',
  receiptLate: '回执的日期晚于其密钥停用的时间',
  notInFile: '服务器出具过收件回执，文件里却没有这一条（或已被改动）',
  newerThanFile: '收到在这份文件导出之后，请索取更新的导出文件',
  truncated: '比服务器签名时少：末尾或中间的内容被删去',
  sealMissing: '缺少服务器对整份文件的签名',
  sealBadSignature: '服务器对整份文件的签名不符',
  sealMismatch: '文件内容与服务器签名时不同',
}
