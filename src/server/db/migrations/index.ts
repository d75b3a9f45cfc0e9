/** Every migration, in order, in code: a bundle has no folder to scan. */
import type { Migration } from 'kysely'
import { up as core } from './0001_core.ts'
import { up as catalogue } from './0002_catalogue.ts'
import { up as desk } from './0003_desk.ts'
import { up as promisedDays } from './0004_promised_days.ts'
import { up as clock } from './0005_clock.ts'
import { up as deskCases } from './0006_desk_cases.ts'
import { up as inspectionsDesk } from './0007_inspections_desk.ts'
import { up as open311 } from './0009_open311.ts'
import { up as catalogueDesk } from './0010_catalogue_desk.ts'
import { up as publishedCases } from './0011_published_cases.ts'
import { up as inspectionReplies } from './0012_inspection_replies.ts'
import { up as catalogueParts } from './0013_catalogue_parts.ts'
import { up as evidenceReceipts } from './0014_evidence_receipts.ts'

export const MIGRATIONS: Record<string, Migration> = {
  '0001_core': { up: core },
  '0002_catalogue': { up: catalogue },
  '0003_desk': { up: desk },
  '0004_promised_days': { up: promisedDays },
  '0005_clock': { up: clock },
  '0006_desk_cases': { up: deskCases },
  '0007_inspections_desk': { up: inspectionsDesk },
  '0009_open311': { up: open311 },
  '0010_catalogue_desk': { up: catalogueDesk },
  '0011_published_cases': { up: publishedCases },
  '0012_inspection_replies': { up: inspectionReplies },
  '0013_catalogue_parts': { up: catalogueParts },
  '0014_evidence_receipts': { up: evidenceReceipts },
}
