/** A small catalogue with everything a screen has to cope with: full, half disclosed, bare, long, flagged items. */
import type { Catalogue, ServiceItem } from '#domain/catalogue/types'

const FULL: ServiceItem = {
  code: 'T-001',
  name: '烟草专卖零售许可证新办',
  department: 'yancao',
  kind: '行政许可',
  handling: 'promise',
  applicants: ['person', 'organisation'],
  disclosures: {
    legalBasis: '《烟草专卖法》第十六条',
    conditions: '固定经营场所；与住所相独立；符合当地合理布局要求',
    procedure: '申请受理 → 审查决定 → 颁证送达',
    statutoryLimit: { text: '20个工作日', limit: { amount: 20, unit: 'workday' } },
    promisedLimit: { text: '8个工作日', limit: { amount: 8, unit: 'workday' } },
    feeBasis: '无收费项目',
    feeStandard: '不收费',
  },
  steps: [{ name: '收件与受理', text: '当场一次性告知' }, { name: '审查与决定' }, { name: '颁证与送达' }],
  materials: [
    { name: '烟草专卖零售许可证申请表', required: true, form: '纸质', originals: 1, copies: 0 },
    { name: '营业执照', required: true, form: '电子', originals: 0, copies: 1, note: '可免于提交' },
    { name: '委托书', required: false },
  ],
  places: [{ venue: 'hall', counter: 'c15', hours: '工作日 9:00—17:00' }],
  ways: ['counter', 'online'],
  visits: 1,
  consult: '0770-2069833',
  complaint: '监督投诉 0770-2069826',
  result: '烟草专卖零售许可证',
  source: { name: '政务服务网', url: 'https://example.org/item/T-001', date: '2025-11-18' },
  pinyin: 'yan cao zhuan mai ling shou xu ke zheng xin ban',
}

const item = (code: string, name: string, pinyin: string, more: Partial<ServiceItem> = {}): ServiceItem => ({
  code,
  name,
  pinyin,
  department: 'zhujian',
  disclosures: {},
  ...more,
})

export function testCatalogue(more: Partial<Catalogue> = {}): Catalogue {
  return {
    region: { code: '990001', name: '测试县', level: 'county', sample: false },
    version: 3,
    publishedAt: '2026-11-20T01:00:00.000Z',
    departments: [
      { id: 'yancao', name: '烟草专卖局', pinyin: 'yan cao zhuan mai ju', phone: '0770-2069833' },
      { id: 'zhujian', name: '住房和城乡建设局', pinyin: 'zhu fang he cheng xiang jian she ju' },
      { id: 'renshe', name: '人力资源和社会保障局', pinyin: 'ren li zi yuan he she hui bao zhang ju' },
    ],
    venues: [
      {
        id: 'hall',
        name: '县政务服务中心',
        level: 'county',
        address: '人民路 1 号',
        hours: '工作日 9:00—17:00',
        phone: '0770-1234567',
      },
      { id: 'town', name: '城关镇便民服务中心', level: 'town' },
    ],
    counters: [
      { id: 'c15', venue: 'hall', name: '15 号窗口', department: 'yancao' },
      { id: 'c16', venue: 'hall', name: '16 号综合窗口' },
    ],
    items: [
      FULL,
      item('T-002', '建筑工程施工许可（新办）', 'jian zhu gong cheng shi gong xu ke xin ban', {
        kind: '行政许可',
        handling: 'promise',
        disclosures: {
          legalBasis: '《建筑法》第七条',
          statutoryLimit: { text: '7个工作日', limit: { amount: 7, unit: 'workday' } },
          promisedLimit: { text: '1个工作日', limit: { amount: 1, unit: 'workday' } },
          feeStandard: '—',
        },
        visits: 0,
      }),
      item('T-003', '建筑工程施工许可（变更）', 'jian zhu gong cheng shi gong xu ke bian geng', {
        disclosures: { statutoryLimit: { text: '视情况而定' } },
        flags: [{ field: 'statutoryLimit', reason: 'notUnderstood' }],
      }),
      item('T-004', '社会保障卡补领', 'she hui bao zhang ka bu ling', {
        department: 'renshe',
        kind: '公共服务',
        handling: 'onTheSpot',
        disclosures: {
          conditions: '卡片遗失或损坏。'.repeat(60),
          statutoryLimit: { text: '即办件', limit: { amount: 0, unit: 'onTheSpot' } },
          promisedLimit: { text: '即办件', limit: { amount: 0, unit: 'onTheSpot' } },
        },
        visits: 0,
        places: [{ venue: 'town' }],
      }),
      item('T-005', '城镇职工基本养老保险关系转移接续申请', 'cheng zhen zhi gong ji ben yang lao', {
        department: 'renshe',
      }),
    ],
    ...more,
  }
}
