/** Small vocabularies of offices: ways of handling, applicants, kinds of handling, lists in one cell. */
import { isPlaceholder } from '#domain/catalogue/disclosure'
import type { HandlingWay, Material, ProcedureStep, ServiceItem } from '#domain/catalogue/types'

const WAYS: readonly [RegExp, HandlingWay][] = [
  [/^(?:窗口|现场|大厅|线下)(?:办理|申请|提交)?$|^counter$/u, 'counter'],
  [/^(?:网上|网络|线上|在线|全程网办|互联网|移动端|手机|app|掌上)(?:办理|申请|申报)?$|^online$/u, 'online'],
  [/^(?:快递|邮寄|邮政|信函)(?:申请|办理|送达)?$|^courier$/u, 'courier'],
  [/^(?:自助|自助终端|自助机|自助服务)(?:办理|终端)?$|^self-?service$/u, 'selfService'],
  [/^(?:电话)(?:办理|申请)?$|^phone$/u, 'phone'],
]

/** Splits a cell that lists things on separators that cannot stand inside a name. */
const splitList = (text: string) =>
  text
    .split(/[\n;；]+/u)
    .map((part) =>
      part
        .trim()
        .replace(/^(?:[（(]?\d{1,2}[)）.、．]|[①-⑳]|[（(][一二三四五六七八九十]{1,3}[)）])\s*(?!\d)/u, ''),
    )
    .filter((part) => part !== '')

/** Known ways, and the words that are none. */
export function readWays(text: string): { ways: HandlingWay[]; unknown: string[] } {
  const ways = new Set<HandlingWay>()
  const unknown: string[] = []
  for (const word of text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[,;、/|\s]+/u)) {
    const way = WAYS.find(([pattern]) => pattern.test(word))?.[1]
    if (way) ways.add(way)
    else if (!isPlaceholder(word)) unknown.push(word)
  }
  return { ways: [...ways], unknown }
}

export function readHandling(text: string): ServiceItem['handling'] {
  const word = text.normalize('NFKC').trim()
  if (/^即(?:时)?办(?:理|结)?(?:件|类)?$/u.test(word)) return 'onTheSpot'
  return /^承诺(?:办)?件?$/u.test(word) ? 'promise' : undefined
}

export function readApplicants(text: string): {
  applicants: ('person' | 'organisation')[]
  unknown: string[]
} {
  const found = new Set<'person' | 'organisation'>()
  const unknown: string[] = []
  for (const word of text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[,;、/|\s和及与]+/u)) {
    if (word === 'both') found.add('person').add('organisation')
    else if (/^(?:自然人|个人|公民|群众|居民|person|个体)$/u.test(word)) found.add('person')
    else if (/法人|企业|组织|单位|机构|社团|个体工商户|organi[sz]ation/u.test(word)) found.add('organisation')
    else if (!isPlaceholder(word)) unknown.push(word)
  }
  return { applicants: [...found], unknown }
}

/** Materials listed in one cell, a name each; how many of which stays in the words. */
export function readMaterials(text: string): Material[] | undefined {
  if (isPlaceholder(text)) return undefined
  const parts = splitList(text)
  return parts.length === 0 ? undefined : parts.map((name) => ({ name }))
}

/** Steps where the cell separates them (; → or lines), else undefined: running text stays text. */
export function readSteps(text: string): ProcedureStep[] | undefined {
  const parts = text
    .split(/(?:[\n;；]|→|⇒|➔|➡|—>|-+>|＞)+/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (parts.length < 2 || parts.some((part) => part.length > 120)) return undefined
  return splitList(parts.join('\n')).map((name) => ({ name }))
}

const FILE_ID = /[：:]\s*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u

/**
 * Lines “label：value” without those that tell a citizen nothing: no value, or the portal's internal id of a file that
 * has no address outside it (“示例样表：6b4d3186-…”), which would also be a tenth of the bytes on the wire.
 */
export function withoutEmptyLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[^：:]{1,8}[：:]\s*$/u.test(line) && !FILE_ID.test(line))
    .join('\n')
}

/** A web address that may be linked; undefined where it is none. */
export function readUrl(text: string): string | undefined {
  const url = text.trim()
  return /^https?:\/\/[^\s"'<>]+$/iu.test(url) && URL.canParse(url) ? url : undefined
}

/** A date as ISO; undefined where the words are none. */
export function readDate(text: string): string | undefined {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$/u.exec(text.normalize('NFKC').trim())
  if (!match) return undefined
  const iso = `${match[1] ?? ''}-${(match[2] ?? '').padStart(2, '0')}-${(match[3] ?? '').padStart(2, '0')}`
  return Number.isNaN(Date.parse(iso)) || new Date(iso).toISOString().slice(0, 10) !== iso ? undefined : iso
}
