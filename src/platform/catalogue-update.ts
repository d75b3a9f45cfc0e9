/**
 * Brings a region's catalogue to the newest version: nothing but a 304, a delta, or all of it. A phone that has nothing
 * yet takes the heads and is then usable, the details follow (`catalogue-details.ts`); one whose old version is whole
 * keeps that until the new one is whole.
 */
import {
  CatalogueDeltaSchema,
  CatalogueHeadsSchema,
  CatalogueManifest,
  CatalogueSchema,
  type CatalogueHeads,
} from '#contract/catalogue'
import { routes } from '#contract/routes'
import { applyDelta } from '#domain/catalogue/delta'
import { headOf } from '#domain/catalogue/head'
import type { Catalogue, CatalogueDelta, ServiceItem } from '#domain/catalogue/types'
import { ServiceError } from '#sync/services'
import { failureOf, readJson } from '#sync/wire'
import { asServiceError, unwrap } from './answers.ts'
import { createCatalogueDetails, missingItems } from './catalogue-details.ts'
import { canOpen, HEADS_FORMAT } from './catalogue-library.ts'
import type { Database } from './db.ts'
import { createTransport } from './http.ts'
import { createTakeFile, type CatalogueNetwork } from './published-files.ts'
import { readOne } from './read.ts'
import type { MingchaDb, PendingChunk, StoredManifest } from './schema.ts'
import { StoredItemSchema } from './stored-schemas.ts'

type Progress = (loaded: number, total: number) => void
type StoredHeads = MingchaDb['catalogues']['value']['catalogue']

const range = (region: string) => IDBKeyRange.bound([region], [region, []])
const STORES: ('catalogues' | 'manifests' | 'items')[] = ['catalogues', 'manifests', 'items']

export function createCatalogueUpdate(
  database: Database,
  now: () => number,
  { base = '', fetch: doFetch = (input, init) => fetch(input, init) }: CatalogueNetwork = {},
) {
  const transport = createTransport(base, doFetch)
  const take = createTakeFile(base, doFetch)
  const details = createCatalogueDetails(database, take)
  const running = new Map<string, Promise<{ changed: boolean; manifest: CatalogueManifest }>>()

  const manifestOf = async (region: string, known: StoredManifest | undefined): Promise<StoredManifest> => {
    const request = {
      method: 'GET',
      path: routes.manifest(region),
      headers: known?.etag === undefined ? {} : { 'if-none-match': known.etag },
    } as const
    const answer = await transport.send(request).catch((reason: unknown) => {
      throw asServiceError(reason)
    })
    const checkedAt = new Date(now()).toISOString()
    if (answer.status === 304 && known) return { ...known, checkedAt }
    const manifest = answer.status === 200 ? readJson(CatalogueManifest)(answer) : undefined
    if (!manifest) return unwrap<StoredManifest>({ ok: false, failure: failureOf(answer) })
    const { etag } = answer
    return { region, manifest, checkedAt, ...(etag === undefined ? {} : { etag }) }
  }

  /** Another catalogue in the place of what was here. One transaction: cut off in the middle, the old one stands. */
  const replace = async (
    stored: StoredManifest,
    catalogue: StoredHeads,
    items: readonly ServiceItem[],
    pending: PendingChunk[],
  ) => {
    const region = catalogue.region.code
    if (region !== stored.region || catalogue.version !== stored.manifest.version)
      throw new ServiceError('badAnswer', 'the file is not the one the manifest names')
    await database.write(STORES, 'relaxed', async (tx) => {
      await tx.objectStore('items').delete(range(region))
      await Promise.all([
        ...items.map((item) => tx.objectStore('items').put({ region, code: item.code, item })),
        tx.objectStore('catalogues').put({ region, format: HEADS_FORMAT, catalogue }),
        tx.objectStore('manifests').put({ ...stored, pending }),
      ])
    })
  }

  const whole = async (stored: StoredManifest, progress?: Progress) => {
    const { items, ...rest }: Catalogue = await take(stored.manifest, CatalogueSchema, progress)
    await replace(stored, { ...rest, heads: items.map(headOf) }, items, [])
  }

  const headsFirst = async (
    stored: StoredManifest,
    file: NonNullable<CatalogueManifest['heads']>,
    progress?: Progress,
  ) => {
    const { chunks, ...catalogue } = await take(file, CatalogueHeadsSchema, progress)
    await replace(stored, catalogue, [], pendingOf(chunks, catalogue.heads))
  }

  /** The delta from what is here, if there is one, it is the cheaper way, and it leads where the manifest says. */
  const byDelta = async (stored: StoredManifest, here: number, progress?: Progress) => {
    const { manifest, region } = stored
    const file = manifest.deltas.find(({ from }) => from === here)
    if (!file || file.bytes >= manifest.bytes) return false
    try {
      const delta = await take({ ...file, plainBytes: 0 }, CatalogueDeltaSchema, progress)
      await database.write(STORES, 'relaxed', async (tx) => {
        const items = tx.objectStore('items')
        const [record, known, held] = await Promise.all([
          tx.objectStore('catalogues').get(region),
          tx.objectStore('manifests').get(region),
          items.count(range(region)),
        ])
        const before = canOpen(record?.format) ? record?.catalogue : undefined
        const missing = missingItems(known?.pending)
        // A record that could not be read was set aside: then all of it is fetched anew.
        if (before?.heads.length !== held + missing)
          throw new ServiceError('badAnswer', 'the version here is not whole')
        const catalogue = follow(before, delta, manifest)
        const changed = new Set([...delta.items.put.map(({ code }) => code), ...delta.items.remove])
        const pending = (known?.pending ?? [])
          .map((chunk) => ({ ...chunk, codes: chunk.codes.filter((code) => !changed.has(code)) }))
          .filter(({ codes }) => codes.length > 0)
        await Promise.all([
          ...delta.items.remove.map((code) => items.delete([region, code])),
          ...delta.items.put.map((item) => items.put({ region, code: item.code, item })),
          tx.objectStore('catalogues').put({ region, format: HEADS_FORMAT, catalogue }),
          tx.objectStore('manifests').put({ ...stored, pending }),
        ])
      })
      return true
    } catch (reason) {
      // No line is no reason to ask for ten times as much; a delta that does not fit is.
      if (reason instanceof ServiceError && reason.code !== 'badAnswer') throw reason
      return false
    }
  }

  const update = async (region: string, progress?: Progress) => {
    const db = await database.open()
    const [known, record] = await Promise.all([db.get('manifests', region), db.get('catalogues', region)])
    const here = canOpen(record?.format) ? record?.catalogue.version : undefined
    const stored = await manifestOf(region, here === undefined ? undefined : known)
    const { manifest } = stored
    if (here === manifest.version) {
      await database.write(['manifests'], 'relaxed', async (tx) => {
        const before = await tx.objectStore('manifests').get(region)
        // Another tab may have gone on to a newer version while this one asked.
        if (before?.manifest.version !== here) return
        await tx.objectStore('manifests').put({ ...stored, pending: before.pending ?? [] })
      })
      return { changed: false, manifest }
    }
    if (here === undefined || !(await byDelta(stored, here, progress))) {
      const complete = here !== undefined && missingItems(known?.pending) === 0
      if (manifest.heads && !complete) await headsFirst(stored, manifest.heads, progress)
      else await whole(stored, progress)
    }
    return { changed: true, manifest }
  }

  const item = async (region: string, code: string): Promise<ServiceItem | undefined> =>
    (await readOne(database, 'items', [region, code], StoredItemSchema))?.item

  return {
    item,
    async fetchItem(region: string, code: string): Promise<ServiceItem | undefined> {
      const here = await item(region, code)
      return here ?? ((await details.bring(region, code)) ? item(region, code) : undefined)
    },
    complete: (region: string, told?: (missing: number) => void) => details.complete(region, told),
    /** Whoever asks while one is on its way gets the same answer. */
    update(region: string, progress?: Progress) {
      const going = running.get(region)
      if (going) return going
      const mine = update(region, progress).finally(() => running.delete(region))
      running.set(region, mine)
      return mine
    },
  }
}

/** The chunks with the items that they are for: they follow each other in the order of the heads. */
function pendingOf(chunks: CatalogueHeads['chunks'], heads: CatalogueHeads['heads']): PendingChunk[] {
  let at = 0
  const pending = chunks.map(({ url, sha256, plainBytes, items }) => {
    const codes = heads.slice(at, at + items).map(({ code }) => code)
    at += items
    return { url, sha256, plainBytes, codes }
  })
  if (at !== heads.length) throw new ServiceError('badAnswer', 'the chunks are not for these items')
  return pending
}

/** The heads after the delta. Throws `badAnswer` where it does not lead to what the manifest says. */
function follow(
  { heads, ...before }: StoredHeads,
  delta: CatalogueDelta,
  { version, counts }: CatalogueManifest,
): StoredHeads {
  try {
    const { items, ...after } = applyDelta(
      { ...before, items: heads },
      { ...delta, items: { ...delta.items, put: delta.items.put.map(headOf) } },
    )
    if (after.version === version && items.length === counts.items) return { ...after, heads: items }
  } catch {
    // it is for another version, or orders what is not there
  }
  throw new ServiceError('badAnswer', 'the delta does not lead to the version that the manifest names')
}
