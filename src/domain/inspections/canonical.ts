/**
 * Canonical JSON after RFC 8785 (JCS): one byte sequence for one value, so that a signature made on a phone can be
 * checked anywhere. Members are sorted by UTF-16 code units, numbers are written as ECMAScript does, no white space.
 */

const LONE_SURROGATE = /\p{Surrogate}/u

function text(value: string): string {
  if (LONE_SURROGATE.test(value)) throw new TypeError('canonical JSON: lone surrogate')
  return JSON.stringify(value)
}

function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/**
 * The RFC 8785 form of a JSON value. Members whose value is `undefined` are left out, as `JSON.stringify` does.
 * Throws `TypeError` on what JSON cannot hold: NaN, infinities, lone surrogates, functions, bigints, class instances.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return text(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('canonical JSON: number is not finite')
      return JSON.stringify(value)
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
      if (isPlainObject(value)) {
        const members = Object.keys(value)
          .filter((key) => value[key] !== undefined)
          .sort()
          .map((key) => `${text(key)}:${canonicalJson(value[key])}`)
        return `{${members.join(',')}}`
      }
  }
  throw new TypeError(`canonical JSON: cannot hold a ${typeof value}`)
}
