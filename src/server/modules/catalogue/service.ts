/** What the catalogue's routes answer. */
import type { CatalogueManifest } from '#contract/catalogue'
import type { RegionList } from '#contract/regions'
import { routes } from '#contract/routes'
import type { Context } from '../../context.ts'
import { unpack } from './compress.ts'
import type { Coding } from './negotiation.ts'
import { fileSizes, findDeltas, findFile } from './files.ts'
import { findRegion, findVersion, listRegions } from './repository.ts'

export async function regionList(context: Context): Promise<RegionList> {
  const rows = await listRegions(context.db)
  return {
    regions: rows.map(({ published_at, ...region }) => ({
      ...region,
      publishedAt: published_at.toISOString(),
    })),
  }
}

const manifests = new WeakMap<object, Map<string, CatalogueManifest>>()

/** The region's newest manifest; undefined where nothing was published. Built once a version and kept. */
export async function manifestOf(context: Context, code: string): Promise<CatalogueManifest | undefined> {
  const region = await findRegion(context.db, code)
  if (!region) return undefined
  const cache = manifests.get(context.db) ?? new Map<string, CatalogueManifest>()
  manifests.set(context.db, cache)
  const known = cache.get(code)
  if (known?.version === region.version) return known
  const version = await findVersion(context.db, code, region.version)
  if (!version) return undefined
  const heads = version.heads === null ? undefined : await fileSizes(context.db, version.heads)
  const deltas = await findDeltas(context.db, code, region.version)
  const manifest: CatalogueManifest = {
    region: { code, name: region.name, level: region.level, sample: region.sample },
    version: region.version,
    publishedAt: version.published_at.toISOString(),
    counts: {
      items: version.items,
      departments: version.departments,
      venues: version.venues,
      counters: version.counters,
    },
    url: routes.catalogueFile(version.sha256),
    bytes: version.bytes,
    sha256: version.sha256,
    plainBytes: version.plain_bytes,
    ...(version.heads !== null &&
      heads && { heads: { url: routes.catalogueFile(version.heads), sha256: version.heads, ...heads } }),
    deltas: deltas.map((delta) => ({
      from: delta.from_version,
      url: routes.catalogueFile(delta.sha256),
      bytes: delta.bytes,
      sha256: delta.sha256,
    })),
  }
  cache.set(code, manifest)
  return manifest
}

/** Files lately asked for, up to so many bytes; a newly published county's phones all want the same ones. */
const KEPT_BYTES = 24_000_000
const files = new WeakMap<object, Map<string, Buffer>>()

/** A published file in one coding; undefined where there is no such file. */
export async function publishedFile(
  context: Context,
  sha256: string,
  coding: Coding,
): Promise<Buffer | undefined> {
  const stored = coding === 'gzip' ? 'gzip' : 'brotli'
  const cache = files.get(context.db) ?? new Map<string, Buffer>()
  files.set(context.db, cache)
  const key = `${stored} ${sha256}`
  const data = cache.get(key) ?? (await findFile(context.db, sha256, stored))
  if (!data) return undefined
  cache.delete(key)
  cache.set(key, data)
  let kept = 0
  for (const file of cache.values()) kept += file.length
  for (const [oldest, file] of cache) {
    if (kept <= KEPT_BYTES) break
    cache.delete(oldest)
    kept -= file.length
  }
  return coding === 'identity' ? unpack(data) : data
}
