/** What a value from a file is, where no schema is at hand. */

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** SHA-256 in hex */
export const isHash = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
export const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))
export const isCount = (value: unknown, least = 0): value is number =>
  Number.isSafeInteger(value) && Number(value) >= least

/** The first member that is not right, named; undefined when all are. */
export function wrongMember(
  members: readonly (readonly [name: string, right: boolean])[],
): { invalid: string } | undefined {
  const wrong = members.find(([, right]) => !right)
  return wrong && { invalid: `${wrong[0]}: missing or not of its kind` }
}
