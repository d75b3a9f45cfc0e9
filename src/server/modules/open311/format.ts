/** The two dresses of an answer: JSON as it is, XML with the element names that GeoReport v2 gives its lists. */
import XMLBuilder from 'fast-xml-builder'

const builder = new XMLBuilder({ format: true, suppressEmptyNode: true })

/** XML 1.0 has no way to write most control characters; they are no part of anybody's words. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(FORBIDDEN, '')
  if (Array.isArray(value)) return value.map(clean)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, clean(one)]))
}

/** @param names of the root and of each entry, `['services', 'service']`; without the second the answer is one element */
export function toXml(answer: unknown, [root, entry]: readonly [string, string?]): string {
  const tree = entry === undefined ? answer : { [entry]: answer }
  return `<?xml version="1.0" encoding="utf-8"?>\n${builder.build({ [root]: clean(tree) })}`
}
