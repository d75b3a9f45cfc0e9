/**
 * 八公开: whether a published text really discloses something. A placeholder (“—”, “见窗口”, “无”) is not a disclosure;
 * “不收费” and “0元” are (DESIGN §2, 公开完整度).
 */
import { DISCLOSURE_KEYS, type DisclosureKey, type ServiceItem } from './types.ts'

/** What disclosure is judged by; a whole `ServiceItem` fits. */
export type Disclosing = Pick<ServiceItem, 'name' | 'disclosures' | 'steps'>

const EMPTY_WORDS = new Set(
  (
    '无 暂无 没有 空 略 暂缺 缺 待定 待补充 待完善 待公布 待确定 未知 不详 未公布 未公开 未提供 未填写 未录入 未明确 ' +
    '暂未公布 暂未公开 暂未提供 暂未录入 暂不提供 无内容 无数据 暂无数据 暂无内容 暂无信息 无信息 无相关内容 无相关信息 ' +
    '暂无相关内容 同上 如上 同前 面议 据实 依法 另行通知 视情况而定 视具体情况而定 根据实际情况确定 ' +
    '窗口咨询 现场咨询 电话咨询 窗口告知 现场告知 电话告知 当面告知 咨询窗口 咨询现场 ' +
    'na null none nil undefined tbd unknown nan x xx xxx'
  ).split(' '),
)

/** Where an evasive text points instead of saying it. */
const ELSEWHERE =
  '窗口|现场|办事|服务|附件|附表|附录|公示|公告|公开栏|公开目录|官网|网站|网页|网址|链接|平台|系统|指南|大厅|中心|服务台|前台|工作人员|本单位|我局|部门|电话|' +
  '下方|上方|下文|上文|下表|上表|左侧|右侧|备注|备案|各|相关|有关|具体|文件|规定|说明|正文|通知|材料|流程图|墙|屏'
const CITES = /《(?![^》]*(?:指南|公示|告知|目录))[^》]+》|第[0-9一二三四五六七八九十百千〇零]+条/u

const EVASIVE: readonly RegExp[] = [
  // 详见…, 参见…, 请见…; 见 only with a place behind it, since 见 also begins 见证人, 见习期
  new RegExp(
    `^(?:具体|内容|详情)*(?:请)?(?:详见|参见|参阅|请见|请看|请查看|查看|另见|见(?=${ELSEWHERE}))`,
    'u',
  ),
  /^(?:具体|详情|内容)*(?:请|可|需|应)?(?:自行|直接|电话|现场|来电|致电|前往|向)*(?:咨询|询问|联系|垂询)/u,
  /^(?:具体|最终|一切|均|请|标准|时限)*以[^0-9]*为准$/u,
  /^(?:按照?|依据?|依照|根据|遵照|参照)(?:国家|本省|省|市|上级|现行|法律|法规|政策|文件|规章|制度|有关|相关|的|及|和|、)*(?:规定|要求|标准|文件|政策|法律|法规|程序|流程)(?:执行|办理|收费|收取|核定|处理|进行)?$/u,
]

/** Folded for comparing: full width to half, no white space, no punctuation at either end. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200b-\u200d\ufeff]+/gu, '')
    .replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, '')
    .replace(/^n[/.]a$/u, 'na')
}

/**
 * True where `text` says nothing: nothing at all, a dash, “无”, or a pointer to somewhere else (“见窗口”, “详见附件”,
 * “请咨询窗口”, “以窗口为准”). A text that cites a law, or goes on for more than 40 characters, is not a mere pointer.
 */
export function isPlaceholder(text: string | undefined): boolean {
  const folded = fold(text ?? '')
  if (folded === '' || EMPTY_WORDS.has(folded)) return true
  if (folded.length > 40 || CITES.test((text ?? '').normalize('NFKC'))) return false
  return EVASIVE.some((pattern) => pattern.test(folded))
}

/** Whether `item` really discloses fact `key`. Its name always is; its procedure also by real steps. */
export function isDisclosed(item: Disclosing, key: DisclosureKey): boolean {
  const { disclosures } = item
  switch (key) {
    case 'name':
      return true
    case 'procedure':
      return (
        !isPlaceholder(disclosures.procedure) ||
        (item.steps ?? []).some((step) => !isPlaceholder(step.name) || !isPlaceholder(step.text))
      )
    case 'statutoryLimit':
    case 'promisedLimit': {
      const limit = disclosures[key]
      return limit !== undefined && (limit.limit !== undefined || !isPlaceholder(limit.text))
    }
    default:
      return !isPlaceholder(disclosures[key])
  }
}

/** Bit i is set where fact i of `DISCLOSURE_KEYS` is disclosed: 0b1 (the name alone) to 0b11111111. */
export function disclosureMask(item: Disclosing): number {
  return DISCLOSURE_KEYS.reduce((mask, key, bit) => (isDisclosed(item, key) ? mask | (1 << bit) : mask), 0)
}

/** 公开完整度 of one item: how many of the eight are really disclosed, 1 to 8. */
export function completeness(item: Disclosing): number {
  return DISCLOSURE_KEYS.filter((key) => isDisclosed(item, key)).length
}
