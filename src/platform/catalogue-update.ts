/** Brings a region's catalogue to the newest version: nothing but a 304, a delta, or the whole file. */
import * as v from 'valibot'
import { CatalogueDeltaSchema, CatalogueManifest, CatalogueSchema } from '#contract/catalogue'
import { routes } from '#contract/routes'
import { applyDelta } from '#domain/catalogue/delta'
import type { Catalogue, CatalogueDelta, ServiceItem } from '#domain/catalogue/types'
import { ServiceError } from '#sync/services'
import { failureOf, readJson } from '#sync/wire'
import { asServiceError, unwrap } from './answers.ts'
import { HEADS_FORMAT } from './catalogue-library.ts'
import type { Database } from './db.ts'
import { download } from './download.ts'
import { headOf } from './heads.ts'
import { createTransport } from './http.ts'
import { readOne } from './read.ts'
import type { StoredManifest } from './schema.ts'
import { StoredItemSchema } from './stored-schemas.ts'

type Progress = (loaded: number, total: number) => void
type PublishedFile = Pick<CatalogueManifest, 'url' | 'bytes' | 'sha256'>

export interface CatalogueNetwork {
  base?: string
  fetch?: typeof fetch
}

const range = (region: string) => IDBKeyRange.bound([region], [region, []])

export function createCatalogueUpdate(
  database: Database,
  now: () => number,
  { base = '', fetch: doFetch = (input, init) => fetch(input, init) }: CatalogueNetwork = {},
) {
  const transport = createTransport(base, doFetch)
  const running = new Map<string, Promise<{ changed: boolean; manifest: CatalogueManifest }>>()

  /** A published file, checked against the hash that the manifest gives for its plain bytes. */
  const published = async <S extends v.GenericSchema>(
    file: PublishedFile,
    plainBytes: number,
    schema: S,
    progress?: Progress,
  ): Promise<v.InferOutput<S>> => {
    const json = await download(doFetch, base + file.url, file.sha256, plainBytes, progress).catch(
      (reason: unknown) => {
        throw asServiceError(reason)
      },
    )
    const parsed = v.safeParse(schema, json)
    if (!parsed.success) throw new ServiceError('badAnswer', v.summarize(parsed.issues))
    return parsed.output
  }

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

  const storedCatalogue = async (region: string): Promise<Catalogue | undefined> => {
    const db = await database.open()
    const tx = db.transaction(['catalogues', 'items'])
    const [record, items] = await Promise.all([
      tx.objectStore('catalogues').get(region),
      tx.objectStore('items').getAll(range(region)),
    ])
    if (record?.format !== HEADS_FORMAT) return undefined
    const byCode = new Map(items.map(({ code, item }) => [code, item]))
    const ordered = record.catalogue.heads.flatMap(({ code }) => byCode.get(code) ?? [])
    if (ordered.length !== record.catalogue.heads.length) return undefined
    const parsed = v.safeParse(CatalogueSchema, { ...record.catalogue, items: ordered })
    return parsed.success ? parsed.output : undefined
  }

  /** One transaction: cut off in the middle, the old version stands whole. */
  const replace = async (
    catalogue: Catalogue,
    stored: StoredManifest,
    changed: { put: readonly ServiceItem[]; remove: readonly string[] } | undefined,
  ) => {
    const { items, ...rest } = catalogue
    const region = catalogue.region.code
    const heads = items.map(headOf)
    await database.write(['catalogues', 'manifests', 'items'], 'relaxed', async (tx) => {
      const store = tx.objectStore('items')
      if (changed) await Promise.all(changed.remove.map((code) => store.delete([region, code])))
      else await store.delete(range(region))
      await Promise.all([
        ...(changed?.put ?? items).map((item) => store.put({ region, code: item.code, item })),
        tx.objectStore('catalogues').put({ region, format: HEADS_FORMAT, catalogue: { ...rest, heads } }),
        tx.objectStore('manifests').put(stored),
      ])
    })
  }

  /** The delta from what is here, if there is one, it is the cheaper way, and it leads where the manifest says. */
  const byDelta = async (stored: StoredManifest, here: number, progress?: Progress) => {
    const { manifest, region } = stored
    const file = manifest.deltas.find(({ from }) => from === here)
    if (!file || file.bytes >= manifest.bytes) return false
    const before = await storedCatalogue(region)
    if (!before) return false
    let delta: CatalogueDelta
    let after: Catalogue
    try {
      delta = await published(file, 0, CatalogueDeltaSchema, progress)
      if (delta.from !== here || delta.to !== manifest.version || delta.region.code !== region) return false
      after = applyDelta(before, delta)
    } catch (reason) {
      // No line is no reason to ask for ten times as much; a delta that does not fit is.
      if (reason instanceof ServiceError && reason.code !== 'badAnswer') throw reason
      return false
    }
    await replace(after, stored, delta.items)
    return true
  }

  const update = async (region: string, progress?: Progress) => {
    const db = await database.open()
    const [known, record] = await Promise.all([db.get('manifests', region), db.get('catalogues', region)])
    const here = record?.format === HEADS_FORMAT ? record.catalogue.version : undefined
    const stored = await manifestOf(region, here === undefined ? undefined : known)
    const { manifest } = stored
    if (here === manifest.version) {
      await database.write(['manifests'], 'relaxed', (tx) => tx.objectStore('manifests').put(stored))
      return { changed: false, manifest }
    }
    if (here === undefined || !(await byDelta(stored, here, progress))) {
      const catalogue = await published(manifest, manifest.plainBytes, CatalogueSchema, progress)
      if (catalogue.region.code !== region || catalogue.version !== manifest.version)
        throw new ServiceError('badAnswer', 'the file is not the one the manifest names')
      await replace(catalogue, stored, undefined)
    }
    return { changed: true, manifest }
  }

  return {
    async item(region: string, code: string): Promise<ServiceItem | undefined> {
      return (await readOne(database, 'items', [region, code], StoredItemSchema))?.item
    },
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
