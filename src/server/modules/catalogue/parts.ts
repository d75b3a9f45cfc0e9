/** A version in two parts: the heads of its items, and their details in chunks that many versions share. */
import { createHash } from 'node:crypto'
import type { CatalogueHeads } from '#contract/catalogue'
import { routes } from '#contract/routes'
import { detailOf, headOf, type ItemDetail } from '#domain/catalogue/head'
import type { Catalogue } from '#domain/catalogue/types'

/** Plain bytes. Below the first a chunk goes on, at the last it ends wherever it is. */
const ENOUGH = 256 * 1024
const TOO_MUCH = 640 * 1024
/** One item in so many may end a chunk. */
const ENDS = 8

/** The same item may end a chunk in every version, whatever stands before it. */
const mayEnd = ({ code }: ItemDetail) => (createHash('sha256').update(code).digest()[0] ?? 0) % ENDS === 0

/** The details of the items in their order, cut where the items themselves say so. */
export function chunksOf(items: Catalogue['items']): ItemDetail[][] {
  const chunks: ItemDetail[][] = []
  let chunk: ItemDetail[] = []
  let bytes = 0
  for (const item of items) {
    const detail = detailOf(item)
    chunk.push(detail)
    bytes += Buffer.byteLength(JSON.stringify(detail))
    if (bytes < ENOUGH || (bytes < TOO_MUCH && !mayEnd(detail))) continue
    chunks.push(chunk)
    chunk = []
    bytes = 0
  }
  return chunk.length > 0 ? [...chunks, chunk] : chunks
}

export interface ChunkFile {
  sha256: string
  plainBytes: number
  /** of the brotli file */
  bytes: number
  items: number
}

/** The heads' file. */
export function headsFile({ items, ...rest }: Catalogue, chunks: readonly ChunkFile[]): CatalogueHeads {
  return {
    ...rest,
    heads: items.map(headOf),
    chunks: chunks.map(({ sha256, ...sizes }) => ({ url: routes.catalogueFile(sha256), sha256, ...sizes })),
  }
}
