/** 数据字典: what every column of the open data means, in both languages. A data set has exactly these columns. */
import { DISCLOSURE_KEYS, type DisclosureKey } from '#domain/catalogue/types'

interface Column {
  name: string
  /** `text`, `number`, `boolean`, `date` (YYYY-MM-DD, China), `month` (YYYY-MM, China) */
  type: 'text' | 'number' | 'boolean' | 'date' | 'month'
  zh: string
  en: string
}
const column = (name: string, type: Column['type'], zh: string, en: string): Column => ({
  name,
  type,
  zh,
  en,
})

const FACTS: Record<DisclosureKey, string> = {
  name: '事项名称',
  legalBasis: '法律依据',
  conditions: '办理条件',
  procedure: '办理程序',
  statutoryLimit: '法定时限',
  promisedLimit: '承诺时限',
  feeBasis: '收费依据',
  feeStandard: '收费标准',
}

const BLANK_ZH = '该部门此类记录少于 5 条时留空'
const BLANK_EN = 'blank where the department has fewer than 5 such rows'
const department = column(
  'department',
  'text',
  `部门编号（现承办单位，未交办时为涉及部门）；${BLANK_ZH}`,
  `id of the department that owns it now, else of the one it is about; ${BLANK_EN}`,
)
const venue = column(
  'venue',
  'text',
  '大厅编号；该大厅此类记录少于 5 条时留空',
  'id of the hall; blank where it has fewer than 5 such rows',
)

const GROUP: Column[] = [
  column('id', 'text', '编号', 'id'),
  column('name', 'text', '名称', 'name'),
  column('cases', 'number', '诉求件数', 'cases'),
  column(
    'judged',
    'number',
    '已答复或已逾期的件数（按时率的分母）',
    'answered or overdue: what the on-time rate is taken of',
  ),
  column('overdue', 'number', '下载当日逾期未办的件数', 'overdue on the day of the download'),
  column('ratings', 'number', '评价条数（不含申诉成立被剔除的）', 'ratings, but those put aside'),
  column('put_aside', 'number', '申诉成立、不计入的评价条数', 'ratings put aside by an upheld appeal'),
  column(
    'timed',
    'number',
    '填了实际天数且事项承诺了工作日的评价条数',
    'ratings with days taken, of items that promise workdays',
  ),
  column('follow_ups', 'number', '应回访的差评条数', 'poor ratings that are owed a follow-up'),
  column('inspections', 'number', '明查暗访次数', 'inspections'),
  column('substantiated', 'number', '查实的次数', 'of them substantiated'),
  column('rectifications', 'number', '责令整改的次数', 'rectifications ordered'),
  column('rectified', 'number', '整改完成的次数', 'rectifications closed'),
]

export const DICTIONARY = {
  items: [
    column('item_code', 'text', '事项编码', 'code of the item'),
    column('name', 'text', '事项名称', 'name'),
    column('department', 'text', '实施部门', 'department'),
    column('department_id', 'text', '部门编号', 'id of the department'),
    column('kind', 'text', '事项类型', 'kind of item'),
    column('item_type', 'text', '办件类型（承诺件、即办件）', 'promised or on the spot'),
    column('applicant_type', 'text', '服务对象，分号分隔', 'applicants, separated by semicolons'),
    column('legal_basis', 'text', '法律依据原文', 'legal basis as published'),
    column('conditions', 'text', '办理条件原文', 'conditions as published'),
    column('procedure', 'text', '办理程序原文', 'procedure as published'),
    column('statutory_limit', 'text', '法定时限原文', 'statutory limit as published'),
    column(
      'statutory_amount',
      'number',
      '法定时限数值；看不懂的留空',
      'its amount; blank where it was not understood',
    ),
    column(
      'statutory_amount_unit',
      'text',
      'workday 工作日、day 自然日、onTheSpot 即办',
      'workday, day or onTheSpot',
    ),
    column('promised_limit', 'text', '承诺时限原文', 'promised limit as published'),
    column(
      'promised_amount',
      'number',
      '承诺时限数值；看不懂的留空',
      'its amount; blank where it was not understood',
    ),
    column(
      'promised_amount_unit',
      'text',
      'workday 工作日、day 自然日、onTheSpot 即办',
      'workday, day or onTheSpot',
    ),
    column('fee_basis', 'text', '收费依据原文', 'fee basis as published'),
    column('fee_standard', 'text', '收费标准原文', 'fee standard as published'),
    column('materials', 'text', '申请材料，每行一项', 'materials, one a line'),
    column('consult_way', 'text', '咨询方式', 'where to ask'),
    column('complaint_way', 'text', '监督投诉方式', 'where to complain'),
    column('result', 'text', '办理结果', 'result'),
    column('source', 'text', '来源', 'source'),
    column('source_url', 'text', '来源网址', 'address of the source'),
    column('source_date', 'text', '来源日期', 'date of the source'),
    ...DISCLOSURE_KEYS.map((key) =>
      column(
        `discloses_${key}`,
        'number',
        `是否真正公开了“${FACTS[key]}”：1 是，0 否（“—”“见窗口”等不算公开）`,
        `1 where ${key} is really disclosed, else 0: a placeholder is not a disclosure`,
      ),
    ),
  ],
  cases: [
    department,
    column(
      'kind',
      'text',
      'complaint 投诉、suggestion 建议、enquiry 咨询、disclosureReport 公开纠错',
      'complaint, suggestion, enquiry or disclosureReport',
    ),
    column(
      'origin',
      'text',
      'citizen 群众提交、rating 差评回访',
      'citizen, or rating: opened by a poor rating',
    ),
    column('status', 'text', '状态', 'status'),
    column('received', 'date', '收到日期', 'day of receipt'),
    column('due', 'date', '当前环节的到期日', 'day by which the next step is due'),
    column('overdue', 'boolean', '下载当日是否逾期', 'overdue on the day of the download'),
    column(
      'answered_on_time',
      'boolean',
      '最近一次答复是否按时；未答复留空',
      'whether the last answer was on time; blank without one',
    ),
    column('transfers', 'number', '转办次数', 'transfers'),
    column('extensions', 'number', '延期次数', 'extensions'),
    column('reopened', 'boolean', '是否要求复核', 'whether a second look was asked for'),
  ],
  ratings: [
    department,
    venue,
    column(
      'level',
      'number',
      '5 非常满意、4 满意、3 基本满意、2 不满意、1 非常不满意',
      '5 very satisfied to 1 very dissatisfied',
    ),
    column('tags', 'text', '理由标签编号，分号分隔', 'ids of the reasons, separated by semicolons'),
    column('actual_days', 'number', '群众填写的实际工作日数', 'workdays it took, as the citizen says'),
    column('promised_days', 'number', '评价当日的承诺工作日数', 'workdays promised on the day of the rating'),
    column('of_an_answer', 'boolean', '是否为对诉求答复的评价', 'whether an answered case is rated'),
    column(
      'follow_up',
      'text',
      '差评回访：none 无需、open 未完成、done 已答复',
      'follow-up of a poor rating: none, open or done',
    ),
    column('put_aside', 'boolean', '申诉成立、不计入', 'put aside by an upheld appeal'),
    column(
      'month',
      'month',
      '收到的月份（不公布日期，以免被认出）',
      'month of receipt; the day would tell who it was',
    ),
  ],
  inspections: [
    column(
      'department',
      'text',
      `窗口所属部门编号；${BLANK_ZH}`,
      `id of the counter's department; ${BLANK_EN}`,
    ),
    venue,
    column('kind', 'text', 'announced 明查、covert 暗访', 'announced or covert'),
    column('checklist', 'text', '检查表编号', 'id of the checklist'),
    column('checklist_version', 'number', '检查表版本', 'its version'),
    column('score', 'number', '得分', 'score'),
    column('status', 'text', '状态', 'status'),
    column('substantiated', 'boolean', '是否查实过', 'found true at some time'),
    column(
      'rectification',
      'text',
      '整改：none 无、open 进行中、done 完成',
      'rectification: none, open or done',
    ),
    column('received', 'date', '收到日期', 'day of receipt'),
  ],
  departments: GROUP,
  venues: GROUP,
  bookings: [
    column('target_kind', 'text', 'department 部门、venue 大厅', 'department or venue'),
    column('target', 'text', '部门或大厅编号', 'id of the department or hall'),
    column('year', 'number', '计分年度', 'year of the score'),
    column(
      'clause',
      'text',
      'firstContact 首问负责、timeLimit 限时办结、accountability 责任追究、other 其他',
      'which of the three systems, or other',
    ),
    column(
      'points',
      'number',
      '扣分；撤销为负数（年初 100 分）',
      'points taken off a hundred; negative where taken back',
    ),
  ],
} as const satisfies Record<string, readonly Column[]>

export type DataSet = keyof typeof DICTIONARY
export const DATA_SETS = Object.keys(DICTIONARY) as DataSet[]
