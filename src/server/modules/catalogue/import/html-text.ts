/** The plain text of an HTML fragment that an office pasted into a cell. Text only: nothing of it is ever rendered. */

const TAGS =
  'a|abbr|b|blockquote|body|br|center|col|dd|div|dl|dt|em|font|form|h[1-6]|head|hr|html|i|iframe|img|input|li|link|meta|o:p|object|ol|p|pre|s|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|thead|title|tr|u|ul'
const TAG = new RegExp(`</?(?:${TAGS})(?:\\s[^<>]*)?/?>`, 'giu')
const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  mdash: '—',
  middot: '·',
  hellip: '…',
}
const ENTITY = new RegExp(`&(?:#(\\d{1,7})|#x([0-9a-f]{1,6})|(${Object.keys(ENTITIES).join('|')}));`, 'giu')

/** Whether `text` holds tags or entities of HTML; “<5万元>” is none. */
export function looksLikeHtml(text: string): boolean {
  return text.search(TAG) >= 0 || text.search(ENTITY) >= 0
}

function character(code: number): string {
  return code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    ? String.fromCodePoint(code)
    : ' '
}

/** The text of it: scripts and styles gone, blocks on lines of their own. May hold `<` and `&` again: it is plain text. */
export function htmlToText(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/gu, '')
    .replace(/<(script|style|iframe|object|svg)\b[\s\S]*?(?:<\/\1\s*>|$)/giu, '')
    .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6]|hr)\b[^<>]*>/giu, '\n')
    .replace(/<\/t[dh]\s*>/giu, ' ')
    .replace(TAG, '')
    .replace(
      ENTITY,
      (_all, decimal: string | undefined, hex: string | undefined, name: string | undefined) =>
        name === undefined
          ? character(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal))
          : (ENTITIES[name.toLowerCase()] ?? ''),
    )
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()
}
