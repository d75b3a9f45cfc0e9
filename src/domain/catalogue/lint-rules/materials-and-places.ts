/** Rules about what one brings, where one goes and whom one calls. */
import { folded, type Found, type LintContext, type LintedItem } from './rule.ts'

/** The same material demanded twice. */
export function materialTwice({ materials }: LintedItem): Found[] {
  const seen = new Set<string>()
  const told = new Set<string>()
  return (materials ?? []).flatMap(({ name }): Found[] => {
    const key = folded(name)
    if (!seen.has(key) || told.has(key)) {
      seen.add(key)
      return []
    }
    told.add(key)
    return [{ field: 'materials', about: name }]
  })
}

const CATCH_ALL =
  /^(?:其他|其它|相关|有关)(?:有关|相关|证明|申请|申报|所需|必要|必须|需要|应当|提供|提交|的)*(?:材料|资料|文件|证明|证件)$|(?:规定|要求|认为|需要|应当|必要|文件)[^,，;；。]{0,12}(?:其他|其它)(?:有关|相关|证明)?(?:的)?(?:材料|资料|文件|证明|证件)|(?:其他|其它)[^,，;；。]{0,12}(?:规定|要求|认为|需要|应当|必要)[^,，;；。]{0,8}(?:材料|资料|文件|证明|证件)$|(?:规定|要求|政策|情况)[^,，;；。]{0,12}(?:相关|有关)(?:证明)?(?:材料|资料|文件)$/u

/** 兜底材料: “法律法规规定的其他材料” can be anything, and is how one is sent home. */
export function catchAllMaterial({ materials }: LintedItem): Found[] {
  return (materials ?? []).flatMap(({ name }): Found[] =>
    CATCH_ALL.test(name.normalize('NFKC').replace(/[\s.。、()]+/gu, ''))
      ? [{ field: 'materials', about: name }]
      : [],
  )
}

/** No list of materials at all: nothing that a one-time notice could hold the counter to. */
export function materialsMissing({ materials }: LintedItem): Found[] {
  return (materials ?? []).length === 0 ? [{ field: 'materials' }] : []
}

/** A line with area code, a mobile, or a short number such as 12345. */
const PHONE =
  /(?<![0-9])(?:0[0-9]{2,3}[-—– ()（）]*[0-9]{7,8}|1[3-9][0-9]{9}|[2-8][0-9]{6,7}|12[0-9]{3}|9[0-9]{4})(?![0-9])/u

export function phoneMissing({ consult }: LintedItem, { departmentPhone }: LintContext): Found[] {
  return departmentPhone === undefined && !PHONE.test(consult ?? '')
    ? [{ field: 'consult', ...(consult !== undefined && { about: consult }) }]
    : []
}

export function complaintMissing({ complaint }: LintedItem): Found[] {
  return PHONE.test(complaint ?? '') || /@|https?:/u.test(complaint ?? '')
    ? []
    : [{ field: 'complaint', ...(complaint !== undefined && { about: complaint }) }]
}

/** Handled at a counter that nobody can find. Where it is handled online only, there is none to find. */
export function placeMissing({ places, ways }: LintedItem): Found[] {
  const somewhere = (places ?? []).some(
    ({ venue, counter, address }) => venue !== undefined || counter !== undefined || address !== undefined,
  )
  return somewhere || (ways !== undefined && !ways.includes('counter')) ? [] : [{ field: 'places' }]
}
