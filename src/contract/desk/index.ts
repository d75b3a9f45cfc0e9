/** Every endpoint of the desk: for the API's document, and for the test that walks the authorisation table. */
import type { Endpoint } from '../endpoint.ts'
import { deskAudit } from './audit.ts'
import { deskCases } from './cases.ts'
import { deskCatalogue } from './catalogue.ts'
import { deskClock } from './clock.ts'
import { deskInspections } from './inspections.ts'
import { deskNotices } from './notices.ts'
import { deskPublicNotices } from './public-notices.ts'
import { deskRatings } from './ratings.ts'
import { deskRectifications } from './rectifications.ts'
import { deskReports } from './reports.ts'
import { deskSession } from './session.ts'
import { deskSupervisors, deskVisits } from './visits.ts'

export const DESK_ENDPOINTS: readonly Endpoint[] = [
  deskSession,
  deskReports,
  deskCases,
  deskCatalogue,
  deskAudit,
  deskClock,
  deskNotices,
  deskRatings,
  deskInspections,
  deskRectifications,
  deskVisits,
  deskSupervisors,
  deskPublicNotices,
].flatMap((area) => Object.values<Endpoint>(area))
