/** Services in the words of GeoReport v2: the four kinds of case, each with what it may be about. */
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'
import type { Catalogue } from '#domain/catalogue/types'
import { CASE_KINDS, type CaseKind } from '#domain/cases/types'

const NAMES: Record<CaseKind, { name: string; description: string }> = {
  complaint: { name: '投诉', description: 'Complaint about how a government service was handled' },
  suggestion: { name: '建议', description: 'Suggestion' },
  enquiry: { name: '咨询', description: 'Question about a government service' },
  disclosureReport: {
    name: '公开纠错',
    description: 'A fact that must be disclosed is missing, wrong or unclear',
  },
}

export const isService = (code: string): code is CaseKind => (CASE_KINDS as readonly string[]).includes(code)
export const serviceName = (kind: CaseKind): string => NAMES[kind].name

export const serviceList = () =>
  CASE_KINDS.map((kind) => ({
    service_code: kind,
    service_name: NAMES[kind].name,
    description: NAMES[kind].description,
    metadata: true,
    type: 'realtime',
    keywords: 'government services, 政务服务',
    group: '诉求',
  }))

interface Attribute {
  code: string
  description: string
  datatype: 'string' | 'singlevaluelist'
  required: boolean
  values?: { key: string; name: string }[]
}

function attributesOf(kind: CaseKind, catalogue: Catalogue): Attribute[] {
  const about: Attribute[] = [
    {
      code: 'department',
      description: '部门 (department)',
      datatype: 'singlevaluelist',
      // A case is about something, but an item or a hall will do as well.
      required: false,
      values: catalogue.departments.map(({ id, name }) => ({ key: id, name })),
    },
    {
      code: 'venue',
      description: '大厅 (hall)',
      datatype: 'singlevaluelist',
      required: false,
      values: catalogue.venues.map(({ id, name }) => ({ key: id, name })),
    },
    {
      code: 'item',
      description: '事项编码 (code of the service item)',
      datatype: 'string',
      required: kind === 'disclosureReport',
    },
  ]
  if (kind !== 'disclosureReport') return about
  return [
    ...about,
    {
      code: 'disclosure',
      description: '哪一项公开 (which of the eight facts)',
      datatype: 'singlevaluelist',
      required: true,
      values: DISCLOSURE_KEYS.map((key) => ({ key, name: key })),
    },
    {
      code: 'problem',
      description: '有什么问题 (what is wrong with it)',
      datatype: 'singlevaluelist',
      required: true,
      values: ['missing', 'wrong', 'unclear'].map((key) => ({ key, name: key })),
    },
  ]
}

export const serviceDefinition = (kind: CaseKind, catalogue: Catalogue) => ({
  service_code: kind,
  attributes: attributesOf(kind, catalogue).map((attribute, index) => ({
    variable: true,
    code: attribute.code,
    datatype: attribute.datatype,
    required: attribute.required,
    datatype_description: '',
    order: index + 1,
    description: attribute.description,
    values: attribute.values ?? [],
  })),
})
