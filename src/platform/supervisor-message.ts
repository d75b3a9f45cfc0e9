/** What the app asks its service worker for on a supervisor's phone. */
export const STORE_SUPERVISOR_FILES = 'STORE_SUPERVISOR_FILES'
/** The answer when all of it is stored; any other names what went wrong. */
export const STORED = 'stored'
