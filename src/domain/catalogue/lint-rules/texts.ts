/** Rules about words that stand there and say nothing, say it twice, or say it of long ago. */
import { isDisclosed, isPlaceholder } from '../disclosure.ts'
import { DISCLOSURE_KEYS } from '../types.ts'
import { folded, type Found, type LintContext, type LintedItem } from './rule.ts'

const FACTS = DISCLOSURE_KEYS.filter((key) => key !== 'name')

/** “—”, “见窗口”, “详见附件” stand where a fact should. */
export function placeholderText(item: LintedItem): Found[] {
  return FACTS.flatMap((field) => {
    const fact = item.disclosures[field]
    const text = typeof fact === 'object' ? fact.text : fact
    return text !== undefined && text.trim() !== '' && isPlaceholder(text) && !isDisclosed(item, field)
      ? [{ field, about: text }]
      : []
  })
}

const FORMAL =
  /申请人|申请|提交|提供|按照|根据|按|目录|清单|要求|规定|材料|资料|手续|齐全|齐备|完备|完整|真实|有效|准确|合法|符合|法定|形式|条件|且|并|的|和|即可|予以|受理/gu

/** “材料齐全，真实有效” says nothing about who may apply. */
export function conditionsSayNothing(item: LintedItem): Found[] {
  const text = item.disclosures.conditions
  return text !== undefined &&
    isDisclosed(item, 'conditions') &&
    text.length <= 60 &&
    folded(text).replace(FORMAL, '') === ''
    ? [{ field: 'conditions', about: text }]
    : []
}

const OTHER_CONDITIONS =
  /(?:法律|法规|规章|规定|要求|认为|部门|机关|单位)[^。;；\n]{0,12}(?:其他|其它)(?:有关|相关)?(?:条件|要求|情形)/u

/** 兜底条款: “法律、法规规定的其他条件” leaves to the counter what one must fulfil. */
export function catchAllCondition(item: LintedItem): Found[] {
  const found = OTHER_CONDITIONS.exec(item.disclosures.conditions ?? '')?.[0]
  return found === undefined ? [] : [{ field: 'conditions', about: found }]
}

/** The same words under two headings: one of the two is not disclosed. */
export function copiedText(item: LintedItem): Found[] {
  const fields = ['legalBasis', 'conditions', 'procedure'] as const
  return fields.flatMap((field, at) => {
    const text = folded(item.disclosures[field] ?? '')
    return text.length >= 6 &&
      fields.slice(0, at).some((earlier) => folded(item.disclosures[earlier] ?? '') === text)
      ? [{ field, about: item.disclosures[field] ?? '' }]
      : []
  })
}

/** Two entries of one name at one department: a citizen cannot tell which is theirs. */
export function nameTwice(_item: LintedItem, { namesakes }: LintContext): Found[] {
  return namesakes.length > 0 ? [{ field: 'name', about: namesakes.join(' ') }] : []
}

/** Read or published more than a year ago. */
export function stale(item: LintedItem, { today }: LintContext): Found[] {
  const date = item.source?.date
  const yearAgo = `${String(Number(today.slice(0, 4)) - 1).padStart(4, '0')}${today.slice(4)}`
  return date !== undefined && date < yearAgo ? [{ field: 'source', about: date }] : []
}
