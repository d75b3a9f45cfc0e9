/**
 * The list of regions, read by hand: it is all that a first visit asks for, and a schema library would be as much again.
 * What it takes is exactly what `RegionList` of the contract takes; a test compares the two.
 */
import type { RegionList } from '#contract/regions'

type Offer = RegionList['regions'][number]

const CODE = /^[A-Za-z0-9-]{2,32}$/
const LEVELS: readonly unknown[] = ['city', 'county', 'town'] satisfies Offer['level'][]
/** As valibot's `isoTimestamp` has it. */
const INSTANT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(?:Z| ?[+-](?:0\d|1\d|2[0-3])(?::?[0-5]\d)?)$/u

const matches = (value: unknown, shape: RegExp) => typeof value === 'string' && shape.test(value)

function isOffer(value: unknown): value is Offer {
  if (typeof value !== 'object' || value === null) return false
  const { code, name, level, sample, version, items, bytes, publishedAt } = value as Record<string, unknown>
  return (
    matches(code, CODE) &&
    typeof name === 'string' &&
    LEVELS.includes(level) &&
    typeof sample === 'boolean' &&
    Number.isInteger(version) &&
    (version as number) >= 1 &&
    typeof items === 'number' &&
    typeof bytes === 'number' &&
    matches(publishedAt, INSTANT)
  )
}

/** Undefined for anything else than such a list; what is more than asked for is left out. */
export function readRegionList(answer: unknown): RegionList | undefined {
  const regions: unknown = (answer as { regions?: unknown } | null | undefined)?.regions
  if (!Array.isArray(regions) || !regions.every(isOffer)) return undefined
  return {
    regions: regions.map(({ code, name, level, sample, version, items, bytes, publishedAt }) => ({
      code,
      name,
      level,
      sample,
      version,
      items,
      bytes,
      publishedAt,
    })),
  }
}
