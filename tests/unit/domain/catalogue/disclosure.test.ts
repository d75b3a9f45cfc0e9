import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  completeness,
  disclosureMask,
  isDisclosed,
  isPlaceholder,
  type Disclosing,
} from '#domain/catalogue/disclosure'
import { DISCLOSURE_KEYS } from '#domain/catalogue/types'

describe('isPlaceholder', () => {
  it.each([
    '',
    '   ',
    '—',
    '——',
    '-',
    '--',
    '/',
    '\\',
    '／',
    '*',
    '.',
    '…',
    '无',
    '无。',
    '（无）',
    '暂无',
    '暂无。',
    ' 无 ',
    '见窗口',
    '见窗口公示',
    '见附件',
    '见附件1',
    '见办事指南',
    '见流程图',
    '详见窗口',
    '详见办事指南',
    '详见……',
    '详见附件2',
    '具体请详见官网',
    '请咨询窗口',
    '请咨询窗口工作人员',
    '咨询窗口',
    '窗口咨询',
    '可电话咨询0770-2883116',
    '以窗口为准',
    '以窗口告知为准',
    '具体以现场公示为准',
    '按规定执行',
    '按国家有关规定执行',
    '按照相关规定收费',
    '依法',
    '依据相关法律法规规定办理',
    '同上',
    '待定',
    '待补充',
    'N/A',
    'n/a',
    'null',
    'None',
    '－',
    'Ｎ／Ａ',
    '“无”',
    '\u200b',
    '详见《办事指南》',
  ])('says nothing: %j', (text) => {
    expect(isPlaceholder(text)).toBe(true)
  })

  it.each([
    '不收费',
    '免费',
    '0元',
    '0',
    '无需收费',
    '不收取任何费用',
    '120元/本',
    '见证人两名到场',
    '《护照法》第五条',
    '详见《行政许可法》第四十二条',
    '依据《行政许可法》第五十八条',
    '申请人提出申请;窗口受理;发证',
    '年满18周岁',
    '按每平方米10元的标准收取',
    '无犯罪记录',
    '无违法行为',
    '依法设立的企业',
    '当场办结',
    '即办件',
    '2个月',
    '以实际缴存额的50%为准',
    '根据住房公积金管理条例提取',
    `详见办事指南中关于申请条件的说明，申请人应当具备相应的资金、场所、人员和设备条件，并且没有不良记录`,
  ])('says something: %j', (text) => {
    expect(isPlaceholder(text)).toBe(false)
  })

  it('does not mind white space, width or enclosing punctuation', () => {
    const placeholder = fc.constantFrom(
      '无',
      '暂无',
      '—',
      '见窗口',
      '详见附件',
      '请咨询窗口',
      '以窗口为准',
      '/',
    )
    const padding = fc.string({
      unit: fc.constantFrom(' ', '\n', '\t', '\u3000', '。', '“', '”', '（', '）'),
    })
    fc.assert(
      fc.property(placeholder, padding, padding, (text, before, after) =>
        isPlaceholder(before + text + after),
      ),
    )
  })
})

const bare: Disclosing = { name: '居住证办理', disclosures: {} }

describe('isDisclosed', () => {
  it('always counts the name', () => {
    expect(DISCLOSURE_KEYS.filter((key) => isDisclosed(bare, key))).toEqual(['name'])
  })

  it('counts a procedure by its text or by real steps, not by empty steps', () => {
    expect(isDisclosed({ ...bare, steps: [{ name: '受理' }] }, 'procedure')).toBe(true)
    expect(isDisclosed({ ...bare, steps: [{ name: '—', text: '见窗口' }] }, 'procedure')).toBe(false)
    expect(isDisclosed({ ...bare, disclosures: { procedure: '受理、审查、发证' } }, 'procedure')).toBe(true)
    expect(isDisclosed({ ...bare, disclosures: { procedure: '见窗口' }, steps: [] }, 'procedure')).toBe(false)
  })

  it('counts a limit that is kept as text, but not a dash', () => {
    expect(
      isDisclosed({ ...bare, disclosures: { statutoryLimit: { text: '2个月' } } }, 'statutoryLimit'),
    ).toBe(true)
    expect(isDisclosed({ ...bare, disclosures: { statutoryLimit: { text: '—' } } }, 'statutoryLimit')).toBe(
      false,
    )
    const onTheSpot = { text: '0', limit: { amount: 0, unit: 'onTheSpot' as const } }
    expect(isDisclosed({ ...bare, disclosures: { promisedLimit: onTheSpot } }, 'promisedLimit')).toBe(true)
  })

  it('has completeness and mask agree, name in bit 0', () => {
    const text = fc.option(fc.constantFrom('不收费', '无', '见窗口', '《护照法》'), { nil: undefined })
    fc.assert(
      fc.property(text, text, text, text, (legalBasis, conditions, feeBasis, feeStandard) => {
        const disclosures = Object.fromEntries(
          Object.entries({ legalBasis, conditions, feeBasis, feeStandard }).filter(
            ([, value]) => value !== undefined,
          ),
        )
        const item = { ...bare, disclosures }
        const mask = disclosureMask(item)
        expect(mask & 1).toBe(1)
        expect(mask.toString(2).replaceAll('0', '').length).toBe(completeness(item))
        DISCLOSURE_KEYS.forEach((key, bit) => expect((mask >> bit) & 1).toBe(isDisclosed(item, key) ? 1 : 0))
      }),
    )
  })
})
