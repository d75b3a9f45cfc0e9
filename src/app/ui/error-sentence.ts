import type { ServiceError } from '#sync/services'
import { m } from '../i18n/index.ts'

/** A sentence for each way a service can fail, that says what to do; one where what to do is the same. */
const SENTENCES: Record<ServiceError['code'], () => string> = {
  badRequest: m.errors_badRequest,
  brokenJson: m.errors_brokenJson,
  invalid: m.errors_invalid,
  unauthenticated: m.errors_unauthenticated,
  forbidden: m.errors_forbidden,
  supervisorRevoked: m.errors_supervisorRevoked,
  notFound: m.errors_notFound,
  unknownRegion: m.errors_unknownRegion,
  unknownReceipt: m.errors_unknownReceipt,
  unknownEnrolment: m.errors_unknownEnrolment,
  conflict: m.errors_conflict,
  bodyTooLarge: m.errors_bodyTooLarge,
  wrongHash: m.errors_wrongHash,
  notAnImage: m.errors_notAnImage,
  unsupportedMedia: m.errors_notAnImage,
  clientTooOld: m.errors_clientTooOld,
  tooManyRequests: m.errors_tooManyRequests,
  internal: m.errors_internal,
  unavailable: m.errors_unavailable,
  storageFull: m.errors_storageFull,
  unknownOperation: m.errors_badRequest,
  blobsMissing: m.errors_blobsMissing,
  idReused: m.errors_idReused,
  badSignature: m.errors_badSignature,
  brokenChain: m.errors_badSignature,
  illegalTransition: m.errors_illegalTransition,
  network: m.errors_network,
  timeout: m.errors_timeout,
  badAnswer: m.errors_badAnswer,
  storage: m.errors_storage,
  noStorage: m.errors_noStorage,
  quota: m.errors_quota,
  locked: m.errors_locked,
}

/** The sentence for a code, as outbox entries keep it. */
export function codeSentence(code: string): string {
  return Object.hasOwn(SENTENCES, code) ? SENTENCES[code as ServiceError['code']]() : m.errors_unknown()
}

/** The sentence for anything caught. Only a `ServiceError` carries a code; the rest was not foreseen. */
export function errorSentence(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return codeSentence(error.code)
  return m.errors_unknown()
}
