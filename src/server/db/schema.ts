/** All tables: each module owns its own, here they meet. */
import type { AuditTables } from '../modules/audit/tables.ts'
import type { BlobTables } from '../modules/blobs/tables.ts'
import type { CaseTables } from '../modules/cases/tables.ts'
import type { CatalogueTables } from '../modules/catalogue/tables.ts'
import type { EvidenceTables } from '../modules/evidence/tables.ts'
import type { InspectionTables } from '../modules/inspections/tables.ts'
import type { NotifyTables } from '../modules/notify/tables.ts'
import type { PublicNoticeTables } from '../modules/public-notices/tables.ts'
import type { RatingTables } from '../modules/ratings/tables.ts'
import type { ClockTables } from '../modules/rules/tables.ts'
import type { Open311Tables } from '../modules/open311/tables.ts'
import type { StaffTables } from '../modules/staff/tables.ts'
import type { SupervisorTables } from '../modules/supervisors/tables.ts'
import type { SyncTables } from '../modules/sync/tables.ts'
import type { SecretTables } from './secrets.ts'

export type Database = SyncTables &
  BlobTables &
  CaseTables &
  RatingTables &
  SupervisorTables &
  InspectionTables &
  EvidenceTables &
  SecretTables &
  CatalogueTables &
  StaffTables &
  Open311Tables &
  AuditTables &
  ClockTables &
  NotifyTables &
  PublicNoticeTables
