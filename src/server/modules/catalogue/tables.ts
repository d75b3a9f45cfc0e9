/** Tables of the catalogue: regions, their published versions, the files of those, and reports of imports. */
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
}
