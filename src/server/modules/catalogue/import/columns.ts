/** Which column means what: headers as offices write them, in Chinese or English. */
import type { LimitUnit } from '#domain/catalogue/types'
import type { Row, Sheet } from './grid.ts'

/** For each field its headers, the surest first. Folded: half width, lower case, no spaces, nothing in brackets. */
const HEADERS = {
  name: '业务办理项名称 办理项名称 事项名称 政务服务事项名称 服务事项名称 项目名称 审批事项名称 审批项目名称 权力事项名称 行政权力名称 许可事项名称 公共服务事项名称 职权名称 子项名称 服务名称 事项 政务服务事项 服务事项 审批事项 许可事项 名称 service_name servicename item_name itemname item name title service',
  code: '国家基本目录编码 基本目录编码 基本编码 实施编码 业务办理项编码 事项编码 项目编码 目录编码 权力编码 职权编码 服务编码 事项代码 项目代码 事项编号 项目编号 编码 代码 item_code itemcode service_code code',
  department:
    '实施主体 实施主体名称 承办单位 实施单位 实施部门 实施机关 实施机构 责任单位 责任部门 承办部门 办理单位 办理部门 办理机构 主管部门 所属部门 审批部门 审批单位 受理部门 受理单位 受理机构 部门名称 单位名称 部门 单位 department department_name organization organisation agency',
  kind: '事项类型 事项类别 权力类型 权力类别 职权类别 项目类型 行政权力类型 类型 类别 task_type_name type kind category',
  handling: '办件类型 办理类型 服务类型 item_type',
  applicants:
    '服务对象 办理对象 申请对象 申请人类型 面向对象 适用对象 applicant_type service_object applicants',
  legalBasis:
    '设定依据 设立依据 法律依据 审批依据 实施依据 办理依据 政策依据 法定依据 职权依据 依据 legal_basis legalbasis basis',
  conditions:
    '受理条件 申请条件 办理条件 申报条件 审批条件 许可条件 准入条件 条件 accept_condition conditions condition',
  procedure: '办理流程 办理程序 审批流程 审批程序 工作流程 办事流程 流程 程序 procedure process procedures',
  statutoryLimit:
    '法定时限 法定办结时限 法定办理时限 法定期限 法定办结期限 法定办理期限 法定审批时限 法定时间 办理时限法定 时限法定 法定 statutory_limit legal_days statutory',
  statutoryUnit: '法定时限单位 法定办结时限单位 法定单位 statutory_unit',
  promisedLimit:
    '承诺时限 承诺办结时限 承诺办理时限 承诺期限 承诺办结期限 承诺办理期限 承诺审批时限 承诺时间 办理时限承诺 时限承诺 承诺 promised_limit promise_days promised',
  promisedUnit: '承诺时限单位 承诺办结时限单位 承诺单位 promised_unit',
  limits: '办理时限 办结时限 时限 办理期限 办结期限 审批时限 时限要求 time_limit',
  feeBoth:
    '收费依据及标准 收费标准及依据 收费依据和标准 收费标准和依据 收费标准依据 收费项目及标准 收费情况 收费 费用',
  feeBasis: '收费依据 收费依据文件 收费文号 fee_basis',
  feeStandard: '收费标准 收费金额 费用标准 fee_standard fee fees',
  materials:
    '申请材料 所需材料 申报材料 提交材料 申请所需材料 办理材料 材料清单 申请材料清单 材料目录 材料名称 材料 materials documents',
  venue: '办理大厅 所在大厅 办事大厅 政务大厅 进驻大厅 大厅 hall venue',
  counter: '办理窗口 受理窗口 窗口名称 窗口编号 窗口号 窗口 counter window',
  address:
    '办理地点 办理地址 受理地点 受理地址 办公地址 办公地点 办事地点 窗口地址 地点 地址 handle_address address',
  hours: '办理时间 办公时间 工作时间 受理时间 对外办公时间 handle_time hours opening_hours',
  consult: '咨询电话 咨询方式 咨询渠道 联系电话 联系方式 办公电话 电话 consult_way phone telephone',
  complaint:
    '监督投诉电话 投诉监督电话 监督投诉方式 监督投诉渠道 监督电话 投诉电话 投诉方式 监督方式 监督投诉 complaint_way complaint',
  ways: '办理形式 办理方式 办理渠道 申请方式 handle_form ways',
  visits: '到现场次数 到办事现场次数 办事者到办事现场次数 跑动次数 现场次数 on_site_times visits',
  result: '办理结果 审批结果 结果名称 办理结果名称 审批结果名称 办理结果样本 result',
  sourceUrl: '办事指南链接 办事指南网址 办事指南地址 来源网址 网址 链接 source_url url link',
  sourceName: '来源 数据来源 信息来源 source',
  sourceDate: '更新日期 发布日期 公布日期 采集日期 更新时间 发布时间 source_date updated',
} as const
export type Field = keyof typeof HEADERS

const known = new Map(
  Object.entries(HEADERS).flatMap(([field, headers]) =>
    headers
      .split(' ')
      .map((header, rank): [string, { field: Field; rank: number }] => [
        header,
        { field: field as Field, rank },
      ]),
  ),
)

const fold = (header: string) =>
  header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*:：]+/gu, '')
const withoutBrackets = (header: string) => header.replace(/[([【][^)\]】]*[)\]】]/gu, '')

function lookUp(header: string) {
  const folded = fold(header)
  return (
    known.get(folded) ?? known.get(withoutBrackets(folded)) ?? known.get(folded.replace(/^\d+[.、]?/u, ''))
  )
}

export interface Column {
  field: Field
  header: string
  index: number
  /** “法定时限（工作日）”: the unit that the header states for bare numbers */
  unit?: LimitUnit
}

export interface TableLayout {
  columns: Column[]
  /** headers that no field was found for */
  ignored: string[]
  /** rows from here on are data */
  firstData: number
  /** cells of the header row */
  width: number
}

function unitOf(header: string): LimitUnit | undefined {
  const stated = /[([【]([^)\]】]*)[)\]】]/u.exec(fold(header))?.[1] ?? ''
  if (/工作[日天]/u.test(stated)) return 'workday'
  return /^(?:单位)?(?:自然)?[日天]$/u.test(stated) ? 'day' : undefined
}

/** The labels of a header row; where the row below only splits merged headers (时限 → 法定, 承诺), of both rows. */
function labels(rows: readonly Row[], at: number): { texts: string[][]; rows: number } {
  const upper = rows[at]?.cells ?? []
  const lower = rows[at + 1]?.cells ?? []
  const splits =
    lower.some((cell, i) => cell.merged && cell.text !== '' && cell.text === upper[i]?.text) &&
    lower.every(
      (cell, i) => cell.text === '' || cell.text === upper[i]?.text || (upper[i]?.text ?? '') !== '',
    )
  if (!splits) return { texts: upper.map((cell) => [cell.text]), rows: 1 }
  const texts = upper.map((cell, i) => {
    const below = lower[i]?.text ?? ''
    return below === '' || below === cell.text ? [cell.text] : [below, cell.text + below]
  })
  return { texts, rows: 2 }
}

function layoutAt(rows: readonly Row[], at: number): TableLayout | undefined {
  const { texts, rows: height } = labels(rows, at)
  const best = new Map<Field, Column & { rank: number }>()
  const ignored: string[] = []
  texts.forEach((candidates, index) => {
    const header = candidates[0] ?? ''
    const match = candidates.map(lookUp).find((found) => found !== undefined)
    if (header.trim() === '') return
    if (!match) {
      ignored.push(header)
      return
    }
    const other = best.get(match.field)
    if (other && other.rank <= match.rank) {
      if (other.header !== header) ignored.push(header)
      return
    }
    if (other) ignored.push(other.header)
    const unit = unitOf(header)
    best.set(match.field, { field: match.field, header, index, rank: match.rank, ...(unit && { unit }) })
  })
  if (!best.has('name') || best.size < 2) return undefined
  return { columns: [...best.values()], ignored, firstData: at + height, width: rows[at]?.width ?? 0 }
}

/** Finds the header among the first 30 rows: the row that names the item and the most other fields. */
export function findLayout(sheet: Sheet): TableLayout | undefined {
  let found: TableLayout | undefined
  for (let at = 0; at < Math.min(30, sheet.rows.length); at++) {
    const layout = layoutAt(sheet.rows, at)
    if (layout && (!found || layout.columns.length > found.columns.length)) found = layout
  }
  return found
}
