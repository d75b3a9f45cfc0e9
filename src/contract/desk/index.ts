/** Every endpoint of the desk: for the API's document, and for the test that walks the authorisation table. */
import type { Endpoint } from '../endpoint.ts'
import { deskAudit } from './audit.ts'
import { deskCases } from './cases.ts'
import { deskClock } from './clock.ts'
import { deskNotices } from './notices.ts'
import { deskRatings } from './ratings.ts'
import { deskSession } from './session.ts'

export const DESK_ENDPOINTS: readonly Endpoint[] = [
  deskSession,
  deskCases,
  deskAudit,
  deskClock,
  deskNotices,
  deskRatings,
].flatMap((area) => Object.values<Endpoint>(area))
