/** The schemas of the public API by the names that its document gives them. */
import type * as v from 'valibot'
import { BoardSchema } from '#contract/board'
import { CatalogueDeltaSchema, CatalogueManifest, CatalogueSchema } from '#contract/catalogue'
import { PublicNotice, PublicNoticeList } from '#contract/public-notices'
import { PublishedCases } from '#contract/published-cases'
import { YearlyScores } from '#contract/scores'
import { CaseView, ReceiptLookup, ReceiptPhoto } from '#contract/receipts'
import { CasePush, PushDone, PushEnd, PushKey, PushWishes } from '#contract/push'
import { EvidenceKeys } from '#contract/inspections'
import {
  EnrolRequest,
  EnrolResponse,
  OutcomeList,
  OwnReceipts,
  ReplyRequest,
  VisitList,
} from '#contract/supervisors'
import {
  MissingRequest,
  MissingResponse,
  OPERATION_PAYLOADS,
  OperationEnvelope,
  SyncRequest,
  SyncResponse,
} from '#contract/sync'
import { RegionList } from '#contract/regions'

export const SCHEMAS: Record<string, v.GenericSchema> = {
  RegionList,
  CatalogueManifest,
  Catalogue: CatalogueSchema,
  CatalogueDelta: CatalogueDeltaSchema,
  Board: BoardSchema,
  YearlyScores,
  PublicNotice,
  PublicNoticeList,
  PublishedCases,
  SyncRequest,
  SyncResponse,
  OperationEnvelope,
  CaseSubmission: OPERATION_PAYLOADS['case.submit'],
  CaseAction: OPERATION_PAYLOADS['case.act'],
  RatingSubmission: OPERATION_PAYLOADS['rating.submit'],
  RemedyRating: OPERATION_PAYLOADS['rating.remedy'],
  PushKey,
  PushWishes,
  PushDone,
  CasePush,
  PushEnd,
  InspectionSubmission: OPERATION_PAYLOADS['inspection.submit'],
  InspectionReplySubmission: OPERATION_PAYLOADS['inspection.reply'],
  MissingRequest,
  MissingResponse,
  ReceiptLookup,
  ReceiptPhoto,
  CaseView,
  EnrolRequest,
  EnrolResponse,
  VisitList,
  OutcomeList,
  ReplyRequest,
  OwnReceipts,
  EvidenceKeys,
}
