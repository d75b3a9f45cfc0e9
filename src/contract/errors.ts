/** Every refusal on the wire is `{ code, message, details? }`; the app turns the code into the user's language. */
export const ERROR_STATUS = {
  badRequest: 400,
  brokenJson: 400,
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  supervisorRevoked: 403,
  notFound: 404,
  unknownRegion: 404,
  unknownReceipt: 404,
  unknownEnrolment: 404,
  conflict: 409,
  bodyTooLarge: 413,
  wrongHash: 422,
  notAnImage: 415,
  unsupportedMedia: 415,
  clientTooOld: 426,
  tooManyRequests: 429,
  internal: 500,
  unavailable: 503,
  storageFull: 507,
  /** per operation only */
  unknownOperation: 400,
  blobsMissing: 409,
  idReused: 409,
  badSignature: 422,
  brokenChain: 409,
  illegalTransition: 409,
} as const
export type ErrorCode = keyof typeof ERROR_STATUS

export interface ErrorBody {
  code: ErrorCode
  /** plain English, for logs and developers */
  message: string
  details?: unknown
}

/** Refusals after which the same operation may be tried again unchanged. */
export const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'unauthenticated',
  'tooManyRequests',
  'internal',
  'unavailable',
  'storageFull',
  'blobsMissing',
])
