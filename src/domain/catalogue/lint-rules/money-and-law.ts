/** Rules about fees and about what the law is said to be. */
import { isDisclosed } from '../disclosure.ts'
import type { Found, LintedItem } from './rule.ts'

const FREE = /不收费|免费|免收|不收取|无收费|无需缴费|不涉及收费|(?<![0-9.])0(?:\.0+)?元/u
/** Something costs so much after all: “补领20元/证”, “收工本费”. */
const COSTS = /[1-9][0-9]*(?:\.[0-9]+)?(?:万|千|百)?元|工本费|[%％‰]/u

/** Whether the words of a fee standard say that something is charged; silence says neither. */
const charges = (standard: string): boolean => COSTS.test(standard) || !FREE.test(standard)

/** Whoever charges says by which rule 收费依据. */
export function feeWithoutBasis(item: LintedItem): Found[] {
  const standard = item.disclosures.feeStandard
  return standard !== undefined &&
    isDisclosed(item, 'feeStandard') &&
    charges(standard) &&
    !isDisclosed(item, 'feeBasis')
    ? [{ field: 'feeBasis', about: standard }]
    : []
}

/** Charged, and not how much: the source says so, or names a rule for the fee and no amount. */
export function feeWithoutStandard(item: LintedItem): Found[] {
  if (isDisclosed(item, 'feeStandard')) return []
  if (item.flags?.some(({ reason }) => reason === 'feeWithoutStandard') === true)
    return [{ field: 'feeStandard' }]
  const basis = item.disclosures.feeBasis
  return basis !== undefined && isDisclosed(item, 'feeBasis') && !FREE.test(basis)
    ? [{ field: 'feeStandard', about: basis }]
    : []
}

const ARTICLE =
  /第[0-9一二三四五六七八九十百千〇零]+(?:[-—至到、,和及0-9一二三四五六七八九十百千〇零]*)(?:条|款|项)/u

/** A law without its article cannot be looked up: “《教师资格条例》” has 23 of them. */
export function basisWithoutArticle(item: LintedItem): Found[] {
  const basis = item.disclosures.legalBasis
  return basis !== undefined &&
    isDisclosed(item, 'legalBasis') &&
    !ARTICLE.test(basis.normalize('NFKC').replace(/\s+/gu, ''))
    ? [{ field: 'legalBasis', about: basis }]
    : []
}

/** Repealed on 2021-01-01 by article 1260 of the Civil Code 《民法典》第一千二百六十条. */
const REPEALED =
  /《(?:中华人民共和国)?(婚姻法|继承法|民法通则|收养法|担保法|合同法|物权法|侵权责任法|民法总则)》/u

export function repealedLaw(item: LintedItem): Found[] {
  return (['legalBasis', 'conditions', 'procedure', 'feeBasis'] as const).flatMap((field) => {
    const law = REPEALED.exec(item.disclosures[field] ?? '')?.[1]
    return law === undefined ? [] : [{ field, about: law }]
  })
}
