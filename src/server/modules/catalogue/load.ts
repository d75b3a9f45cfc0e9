/** The newest catalogue of a region, in memory. */
import type { Catalogue } from '#domain/catalogue/types'
import type { Context } from '../../context.ts'
import { findRegion, readVersion } from './repository.ts'

const loaded = new WeakMap<object, Map<string, Promise<Catalogue | undefined>>>()

/**
 * The region's newest catalogue, or undefined where nothing was published. Parsed once a version and kept; what another
 * process published is seen at the next call.
 */
export async function loadCatalogue(
  context: Pick<Context, 'db'>,
  region: string,
): Promise<Catalogue | undefined> {
  const row = await findRegion(context.db, region)
  if (!row) return undefined
  const cache = loaded.get(context.db) ?? new Map<string, Promise<Catalogue | undefined>>()
  loaded.set(context.db, cache)
  const key = `${region} ${row.version}`
  const known = cache.get(key)
  if (known) return known
  for (const other of cache.keys()) if (other.startsWith(`${region} `)) cache.delete(other)
  const reading = readVersion(context.db, region, row.version)
  cache.set(key, reading)
  reading.catch(() => cache.delete(key))
  return reading
}
