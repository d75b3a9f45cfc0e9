import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  LINT_RULES,
  lintCatalogue,
  lintItem,
  severityOf,
  type Finding,
  type LintContext,
  type LintedItem,
} from '#domain/catalogue/lint'
import { parseLimit } from '#domain/catalogue/limits'
import type { Disclosures } from '#domain/catalogue/types'
import { assemble } from '#server/modules/catalogue/import/assemble'
import { readCsv } from '#server/modules/catalogue/import/csv'
import { readJson } from '#server/modules/catalogue/import/read-json'
import { readTable } from '#server/modules/catalogue/import/read-table'

const TODAY = '2026-11-24'

/** An item that no rule has anything to say about. */
const SOUND: LintedItem = {
  code: 'S-1',
  name: '烟草专卖零售许可证核发',
  department: 'd1',
  handling: 'promise',
  disclosures: {
    legalBasis: '《烟草专卖法》第十六条',
    conditions: '有与住所相独立的固定经营场所；符合当地合理布局要求',
    procedure: '申请、受理、审查、决定、送达',
    statutoryLimit: parseLimit('20个工作日'),
    promisedLimit: parseLimit('8个工作日'),
    feeBasis: '《行政许可法》第五十八条',
    feeStandard: '不收费',
  },
  materials: [{ name: '申请表' }, { name: '营业执照' }],
  places: [{ venue: 'hall' }],
  consult: '0770-2069833',
  complaint: '12345',
  source: { name: '门户', date: '2026-05-01' },
}
const context: LintContext = { today: TODAY, namesakes: [] }
/** A copy without these members. */
const without = <T extends object, K extends keyof T>(from: T, ...keys: K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(from).filter(([key]) => !keys.some((one) => one === key))) as Omit<T, K>
const lint = (change: Partial<LintedItem>, more: Partial<LintContext> = {}) =>
  lintItem({ ...SOUND, ...change }, { ...context, ...more })
const disclosing = (disclosures: Disclosures) =>
  lint({ disclosures: { ...SOUND.disclosures, ...disclosures } })
const told = (findings: readonly Finding[]) => findings.map(({ rule, field }) => `${rule} ${field}`)
const limits = (statutory: string, promised: string) =>
  disclosing({ statutoryLimit: parseLimit(statutory), promisedLimit: parseLimit(promised) })

it('has nothing to say about a sound item', () => {
  expect(lint({})).toEqual([])
})

describe('limits', () => {
  it.each([
    ['20个工作日', '21个工作日'],
    ['60日', '90日'],
    ['即办', '1个工作日'],
    // ten workdays are never less than ten calendar days
    ['9日', '10个工作日'],
  ])('law %s, promise %s: longer', (statutory, promised) => {
    expect(told(limits(statutory, promised))).toContain('promiseLonger promisedLimit')
  })
  it.each([
    ['20个工作日', '即办'],
    ['20个工作日', '20个工作日'],
    ['20个工作日', '25日'],
    ['60日', '60个工作日'],
    ['两个月', '90日'],
  ])('law %s, promise %s: not certainly longer', (statutory, promised) => {
    expect(told(limits(statutory, promised))).not.toContain('promiseLonger promisedLimit')
  })
  it('notes a promise that is only the law again', () => {
    expect(told(limits('20个工作日', '二十个工作日'))).toEqual(['promiseSaysNothing promisedLimit'])
    expect(told(limits('即办', '即办件'))).toEqual([])
  })
  it('notes workdays beside calendar days', () => {
    expect(told(limits('20日', '15个工作日'))).toEqual(['limitUnitsDiffer promisedLimit'])
  })
  it.each(['15', '十五', '１５'])('%s: fifteen what?', (text) => {
    expect(told(disclosing({ statutoryLimit: { text } }))).toEqual(['limitWithoutUnit statutoryLimit'])
  })
  it.each(['3个月', '15至20个工作日', '视材料情况，一般10日左右'])('%s is no number of days', (text) => {
    expect(told(disclosing({ promisedLimit: parseLimit(text) }))).toEqual([
      'limitNotUnderstood promisedLimit',
    ])
  })
  it('notes 即办件 with a promise of days, or a law of days where nothing is promised', () => {
    expect(told(lint({ handling: 'onTheSpot' }))).toEqual(['onTheSpotWithDays handling'])
    expect(
      told(
        lint({
          handling: 'onTheSpot',
          disclosures: { ...SOUND.disclosures, promisedLimit: parseLimit('即办') },
        }),
      ),
    ).toEqual([])
  })
})

describe('fees and the law', () => {
  const fees = (feeStandard: string | undefined, feeBasis: string | undefined) => {
    const rest = without(SOUND.disclosures, 'feeStandard', 'feeBasis')
    return told(
      lint({
        disclosures: {
          ...rest,
          ...(feeStandard === undefined ? {} : { feeStandard }),
          ...(feeBasis === undefined ? {} : { feeBasis }),
        },
      }),
    )
  }
  it.each([
    '120元/本',
    '首次申领免费;换领20元/证',
    '户口迁移证初领免费;丢失补领收工本费',
    '按房价的0.5%收取',
  ])('%s asks for a basis', (standard) => {
    expect(fees(standard, undefined)).toEqual(['feeWithoutBasis feeBasis'])
    expect(fees(standard, '发改价格〔2003〕2322号')).toEqual([])
  })
  it.each(['不收费', '免费', '0元', '不收取任何费用', undefined])('%s asks for none', (standard) => {
    expect(fees(standard, undefined)).toEqual([])
  })
  it('asks how much where a rule for a fee is named', () => {
    expect(fees(undefined, '发改价格〔2003〕2322号')).toEqual(['feeWithoutStandard feeStandard'])
    expect(fees(undefined, '不收费')).toEqual([])
  })
  it('asks how much where the source says that something is charged', () => {
    const rest = without(SOUND.disclosures, 'feeStandard', 'feeBasis')
    const flags = [{ field: 'feeStandard', reason: 'feeWithoutStandard' }]
    expect(told(lint({ disclosures: rest, flags }))).toEqual(['feeWithoutStandard feeStandard'])
  })
  it.each(['《教师资格条例》', '民发〔2019〕62号', '财政贴息有关规定'])(
    '%s names no article',
    (legalBasis) => {
      expect(told(disclosing({ legalBasis }))).toEqual(['basisWithoutArticle legalBasis'])
    },
  )
  it.each(['《烟草专卖法》第十六条', '《规定》第 12 条', '《条例》第三、四条', '国务院令第412号附件第24项'])(
    '%s can be looked up',
    (legalBasis) => {
      expect(told(disclosing({ legalBasis }))).toEqual([])
    },
  )
  it('knows the laws that the Civil Code replaced', () => {
    const repealed = disclosing({ legalBasis: '《中华人民共和国婚姻法》第八条' })
    expect(repealed).toMatchObject([{ rule: 'repealedLaw', field: 'legalBasis', about: '婚姻法' }])
    expect(told(disclosing({ legalBasis: '《婚姻登记条例》第八条' }))).toEqual([])
  })
})

describe('words', () => {
  it('finds a placeholder in each of the seven texts, and leaves real steps alone', () => {
    const nothing = { text: '见窗口' }
    const findings = lint({
      disclosures: {
        legalBasis: '—',
        conditions: '详见办事指南',
        procedure: '见附件',
        statutoryLimit: nothing,
        promisedLimit: nothing,
        feeBasis: '无',
        feeStandard: '见公示',
      },
    })
    expect(findings.filter(({ rule }) => rule === 'placeholderText')).toHaveLength(7)
    const steps = lint({
      disclosures: { ...SOUND.disclosures, procedure: '见附件' },
      steps: [{ name: '受理' }],
    })
    expect(told(steps)).toEqual([])
  })
  it.each(['材料齐全，真实有效', '按目录清单提交材料', '申请材料齐全、符合法定形式'])(
    '%s is no condition',
    (text) => {
      expect(told(disclosing({ conditions: text }))).toEqual(['conditionsSayNothing conditions'])
    },
  )
  it.each(['本人办理', '年满18周岁', '发生雷电灾害'])('%s is one', (text) => {
    expect(told(disclosing({ conditions: text }))).toEqual([])
  })
  it('finds a condition that leaves the rest open', () => {
    expect(told(disclosing({ conditions: '（一）年满18周岁；（二）法律、行政法规规定的其他条件' }))).toEqual([
      'catchAllCondition conditions',
    ])
  })
  it('finds one text under two headings', () => {
    const text = SOUND.disclosures.conditions ?? ''
    expect(told(disclosing({ procedure: ` ${text}。` }))).toEqual(['copiedText procedure'])
  })
  it('finds two items of one name at one department only', () => {
    const twin = { ...SOUND, code: 'S-2', name: '烟草专卖（零售）许可证核发' }
    const elsewhere = { ...SOUND, code: 'S-3', department: 'd2' }
    const catalogue = { departments: [{ id: 'd1' }, { id: 'd2' }], items: [SOUND, twin, elsewhere] }
    expect(lintCatalogue(catalogue, TODAY)).toEqual([
      { rule: 'nameTwice', severity: 'error', item: 'S-1', field: 'name', about: 'S-2' },
      { rule: 'nameTwice', severity: 'error', item: 'S-2', field: 'name', about: 'S-1' },
    ])
  })
  it.each([
    ['2025-11-24', []],
    ['2025-11-23', ['stale source']],
  ])('read on %s', (date, expected) => {
    expect(told(lint({ source: { name: '门户', date } }))).toEqual(expected)
  })
})

describe('materials, places and telephones', () => {
  it('finds a material that is demanded twice, once however often', () => {
    const materials = ['身份证', '营业执照', ' 身份证 ', '身 份 证'].map((name) => ({ name }))
    expect(told(lint({ materials }))).toEqual(['materialTwice materials'])
  })
  it.each([
    '其他材料',
    '其它相关材料',
    '法律法规规定的其他材料',
    '住房公积金管理机构或受托银行要求提供的其他资料',
    '其他按文件要求的材料',
    '特殊情况按当地招生政策提供相关材料',
  ])('%s can be anything', (name) => {
    expect(told(lint({ materials: [{ name }] }))).toEqual(['catchAllMaterial materials'])
  })
  it.each([
    '购销商品、提供或接受服务以及从事其他经营活动的书面证明',
    '补缴时间段内工资发放相关材料',
    '法定的船舶检验机构签发的船舶检验证书簿或其他有效的船舶技术证书',
    '缴销的发票、税务登记证件和其他税务证件',
  ])('%s is something', (name) => {
    expect(told(lint({ materials: [{ name }] }))).toEqual([])
  })
  it('asks for materials, a place and two telephones', () => {
    const bare = without(SOUND, 'materials', 'places', 'consult', 'complaint')
    expect(told(lintItem(bare, context))).toEqual([
      'phoneMissing consult',
      'complaintMissing complaint',
      'placeMissing places',
      'materialsMissing materials',
    ])
    expect(
      told(lintItem({ ...SOUND, consult: '' }, { ...context, departmentPhone: '0770-1234567' })),
    ).toEqual([])
    expect(told(lint({ places: [], ways: ['online'] }))).toEqual([])
  })
  it('knows a number that a digit is missing from', () => {
    expect(told(lint({ consult: '咨询电话:0770-288075' }))).toEqual(['phoneMissing consult'])
  })
})

describe('laws', () => {
  const text = fc.oneof(
    fc.constantFrom(
      '',
      '—',
      '无',
      '见窗口',
      '15',
      '20个工作日',
      '60日',
      '即办',
      '120元/本',
      '不收费',
      '《婚姻法》',
    ),
    fc.string({ maxLength: 30 }),
  )
  const anyItem = fc
    .record({
      name: text,
      legalBasis: text,
      conditions: text,
      procedure: text,
      statutory: text,
      promised: text,
      feeBasis: text,
      feeStandard: text,
      materials: fc.array(text, { maxLength: 4 }),
      consult: text,
      date: fc.constantFrom('2020-01-01', '2026-01-01'),
    })
    .map((any): LintedItem => ({
      code: 'x',
      name: any.name,
      department: 'd1',
      disclosures: {
        legalBasis: any.legalBasis,
        conditions: any.conditions,
        procedure: any.procedure,
        statutoryLimit: parseLimit(any.statutory),
        promisedLimit: parseLimit(any.promised),
        feeBasis: any.feeBasis,
        feeStandard: any.feeStandard,
      },
      materials: any.materials.map((name) => ({ name })),
      consult: any.consult,
      source: { name: 's', date: any.date },
    }))
  it('judges any item, by known rules, the gravest first within a severity, and changes nothing', () => {
    fc.assert(
      fc.property(anyItem, (item) => {
        const before = structuredClone(item)
        const findings = lintItem(item, context)
        expect(item).toEqual(before)
        const order = findings.map(({ rule }) => LINT_RULES.indexOf(rule))
        expect(order).toEqual(order.toSorted((a, b) => a - b))
        for (const { rule, severity, item: code } of findings)
          expect([code, severity]).toEqual(['x', severityOf(rule)])
        // an undisclosed fact is a placeholder or nothing, never both a placeholder and a finding about its content
        const placeholders = findings
          .filter(({ rule }) => rule === 'placeholderText')
          .map(({ field }) => field)
        for (const { rule, field } of findings)
          if (['basisWithoutArticle', 'limitNotUnderstood', 'conditionsSayNothing'].includes(rule))
            expect(placeholders).not.toContain(field)
      }),
    )
  })
  it('finds a promise longer than the law exactly when it counts more of the same', () => {
    const amount = fc.integer({ min: 1, max: 400 })
    fc.assert(
      fc.property(amount, amount, fc.constantFrom('个工作日', '日'), (law, promise, unit) => {
        const found = told(limits(`${law}${unit}`, `${promise}${unit}`))
        expect(found.includes('promiseLonger promisedLimit')).toBe(promise > law)
        expect(found.includes('promiseSaysNothing promisedLimit')).toBe(promise === law)
      }),
    )
  })
  it('judges a catalogue as its items one by one, whatever their order', () => {
    const codes = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(codes, fc.array(anyItem, { minLength: 6, maxLength: 6 }), (names, items) => {
        const list = names.map((code, i) => ({ ...(items[i] ?? SOUND), code }))
        const of = (order: LintedItem[]) =>
          lintCatalogue({ departments: [], items: order }, TODAY)
            .map((finding) => JSON.stringify({ ...finding, about: undefined }))
            .sort()
        expect(of(list.toReversed())).toEqual(of(list))
      }),
    )
  })
})

const real = (name: string) => new URL(`../../../../../shared/data/${name}`, import.meta.url)
const counted = (name: string) => {
  const text = readFileSync(real(name), 'utf8')
  const reading = name.endsWith('.json') ? readJson(text) : readTable([readCsv(text)], {})
  const region = { code: 'x', name: 'x', level: 'county' as const, sample: false }
  const { source } = assemble(reading.drafts, { region, today: TODAY, codeColumn: 'code' })
  const counts: Record<string, number> = {}
  for (const { rule } of lintCatalogue(source, TODAY)) counts[rule] = (counts[rule] ?? 0) + 1
  return counts
}
describe.runIf(existsSync(real('guangan-items.csv')))('real catalogues, where they are at hand', () => {
  it('finds in 614 items of a city what a look at them found', () => {
    expect(counted('fangchenggang-items.json')).toEqual({
      feeWithoutStandard: 40,
      onTheSpotWithDays: 182,
      catchAllMaterial: 5,
      catchAllCondition: 25,
      conditionsSayNothing: 7,
      phoneMissing: 2,
      placeMissing: 7,
      materialsMissing: 36,
      promiseSaysNothing: 68,
    })
  })
  it('finds in 1,135 bare items of a district that all but the names is missing, and two names twice', () => {
    expect(counted('guangan-items.csv')).toEqual({
      nameTwice: 4,
      phoneMissing: 1135,
      complaintMissing: 1135,
      placeMissing: 1135,
      materialsMissing: 1135,
    })
  })
})
