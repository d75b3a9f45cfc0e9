/** Tables of the catalogue: regions, their published versions, the files of those, and reports of imports. */
import type { ItemEdit } from '#domain/catalogue/edit'
import type { Region } from '#domain/catalogue/types'
import type { Json, NullableTimestamp, Timestamp } from '../../db/columns.ts'

export interface CatalogueTables {
  regions: {
    code: string
    name: string
    level: Region['level']
    sample: boolean
    /** newest published version; 0 before the first */
    version: number
    /** when anything that the region's board counts was last changed by a publishing */
    published_at: NullableTimestamp
  }
  catalogue_versions: {
    region: string
    version: number
    published_at: Timestamp
    /** SHA-256 of the content without version and date: the same content is never published twice in a row */
    content: string
    items: number
    departments: number
    venues: number
    counters: number
    /** of the plain JSON; names its `catalogue_files` row */
    sha256: string
    /** names the heads' file; null for versions without parts */
    heads: string | null
  }
  /** the details' files, in the order of the heads */
  catalogue_chunks: {
    region: string
    version: number
    position: number
    sha256: string
  }
  catalogue_deltas: {
    region: string
    from_version: number
    to_version: number
    sha256: string
  }
  /** immutable, content-addressed, kept in the database so that every process serves them */
  catalogue_files: {
    sha256: string
    plain_bytes: number
    brotli: Buffer
    gzip: Buffer
  }
  import_reports: {
    id: string
    region: string
    at: Timestamp
    file_name: string
    version: number | null
    report: Json<unknown>
  }
  /** who published a version at the desk, and what it changed; a version without a row came from a command */
  catalogue_publications: {
    region: string
    version: number
    staff: string | null
    origin: 'import' | 'edit' | 'rollback'
    note: string | null
    /** of a roll-back: the version whose content it is */
    restored: number | null
    file_name: string | null
    changes: Json<{ added: number; changed: number; removed: number }>
  }
  /** edits that wait for publishing: one an item */
  catalogue_edits: {
    region: string
    item: string
    /** the version whose item it was written over */
    base_version: number
    /** counts up with every saving */
    revision: number
    edit: Json<ItemEdit>
    staff: string | null
    at: Timestamp
  }
  /** imports that wait for a decision until they expire */
  catalogue_previews: {
    id: string
    region: string
    base_version: number
    staff: string | null
    at: Timestamp
    expires_at: Timestamp
    file_name: string
    report: Json<unknown>
    /** gzip of the `CatalogueSource` as JSON, readings added */
    source: Buffer
  }
}
