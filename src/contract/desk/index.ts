/** Every endpoint of the desk: for the API's document, and for the test that walks the authorisation table. */
import type { Endpoint } from '../endpoint.ts'
import { deskAudit } from './audit.ts'
import { deskSession } from './session.ts'

export const DESK_ENDPOINTS: readonly Endpoint[] = [deskSession, deskAudit].flatMap((area) =>
  Object.values<Endpoint>(area),
)
