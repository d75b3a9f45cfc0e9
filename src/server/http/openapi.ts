/** `GET /api/v1/openapi.json`: the API as a document, made from the same schemas that check every request. */
import { toJsonSchema } from '@valibot/to-json-schema'
import type { FastifyInstance } from 'fastify'
import type * as v from 'valibot'
import { BoardSchema } from '#contract/board'
import { CatalogueDeltaSchema, CatalogueManifest, CatalogueSchema } from '#contract/catalogue'
import { PublicNotice, PublicNoticeList } from '#contract/public-notices'
import { PublishedCases } from '#contract/published-cases'
import { YearlyScores } from '#contract/scores'
import { ERROR_STATUS, type ErrorCode } from '#contract/errors'
import { CaseView, ReceiptLookup, ReceiptPhoto } from '#contract/receipts'
import { CasePush, PushDone, PushEnd, PushKey, PushWishes } from '#contract/push'
import { API, routes } from '#contract/routes'
import { EnrolRequest, EnrolResponse, OutcomeList, ReplyRequest, VisitList } from '#contract/supervisors'
import {
  MissingRequest,
  MissingResponse,
  OPERATION_PAYLOADS,
  OperationEnvelope,
  SyncRequest,
  SyncResponse,
} from '#contract/sync'
import { RegionList } from '#contract/regions'

type Schema = v.GenericSchema
type JsonSchema = Record<string, unknown>

interface Endpoint {
  method: 'get' | 'post' | 'put'
  path: string
  summary: string
  tag: string
  /** name of a component, or a media type's binary body */
  request?: string | { binary: string[] }
  response?: string | { type: string }
  query?: string[]
  /** beside `badRequest`, `tooManyRequests`, `internal` and `unavailable`, which any may answer */
  errors?: ErrorCode[]
  device?: boolean
}

const SCHEMAS: Record<string, Schema> = {
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
}

const region = '{region}'
const ENDPOINTS: Endpoint[] = [
  {
    method: 'get',
    path: routes.regions(),
    tag: 'catalogue',
    summary: 'Regions with a published catalogue',
    response: 'RegionList',
  },
  {
    method: 'get',
    path: `${API}/regions/${region}/catalogue`,
    tag: 'catalogue',
    summary: 'The newest version of a catalogue: where its immutable files are',
    response: 'CatalogueManifest',
    errors: ['unknownRegion'],
  },
  {
    method: 'get',
    path: `${API}/catalogue-files/{file}`,
    tag: 'catalogue',
    summary: 'A published file, immutable under its address: a whole catalogue, or a CatalogueDelta',
    response: 'Catalogue',
    errors: ['notFound'],
  },
  {
    method: 'get',
    path: `${API}/regions/${region}/board`,
    tag: 'board',
    summary: 'Figures of a region and its departments, which anyone can recompute from the open data',
    response: 'Board',
    errors: ['unknownRegion'],
  },
  {
    method: 'get',
    path: `${API}/regions/${region}/published-cases`,
    tag: 'board',
    summary: 'Answered cases that their citizens and the office let everybody read, newest first',
    query: ['department', 'after'],
    response: 'PublishedCases',
    errors: ['unknownRegion', 'invalid'],
  },
  {
    method: 'get',
    path: `${API}/regions/${region}/open-data/{dataset}`,
    tag: 'board',
    summary: 'items, cases, ratings or inspections, as .csv or .json, without anything personal',
    response: { type: 'text/csv' },
    errors: ['unknownRegion', 'notFound'],
  },
  {
    method: 'get',
    path: `${API}/regions/${region}/scores`,
    tag: 'board',
    summary: 'Yearly scores of departments and halls, from a hundred points down',
    query: ['year'],
    response: 'YearlyScores',
    errors: ['unknownRegion'],
  },
  {
    method: 'get',
    path: `${API}/regions/${region}/notices`,
    tag: 'board',
    summary: 'Public notices, the newest first',
    response: 'PublicNoticeList',
    errors: ['unknownRegion'],
  },
  {
    method: 'get',
    path: `${API}/regions/${region}/notices/{id}`,
    tag: 'board',
    summary: 'A public notice; one that was withdrawn says why and has no text',
    response: 'PublicNotice',
    errors: ['unknownRegion', 'notFound'],
  },
  {
    method: 'post',
    path: routes.sync(),
    tag: 'sync',
    summary: 'Operations in, one result for each out, in their order. The body may be gzipped',
    request: 'SyncRequest',
    response: 'SyncResponse',
    errors: ['brokenJson', 'invalid', 'bodyTooLarge', 'unsupportedMedia', 'clientTooOld', 'storageFull'],
  },
  {
    method: 'post',
    path: routes.missingBlobs(),
    tag: 'sync',
    summary: 'Which of these photos the server does not hold yet',
    request: 'MissingRequest',
    response: 'MissingResponse',
    errors: ['brokenJson', 'invalid'],
  },
  {
    method: 'put',
    path: `${API}/blobs/{sha256}`,
    tag: 'sync',
    summary: 'Store a photo under the SHA-256 of its bytes; again changes nothing',
    request: { binary: ['image/jpeg', 'image/png', 'image/webp'] },
    errors: ['invalid', 'wrongHash', 'notAnImage', 'unsupportedMedia', 'bodyTooLarge', 'storageFull'],
  },
  {
    method: 'post',
    path: routes.receiptLookup(),
    tag: 'receipts',
    summary: 'A case by its receipt code',
    request: 'ReceiptLookup',
    response: 'CaseView',
    errors: ['unknownReceipt', 'invalid', 'brokenJson'],
  },
  {
    method: 'post',
    path: routes.receiptPhoto(),
    tag: 'receipts',
    summary: 'A photo of the case that the code opens',
    request: 'ReceiptPhoto',
    response: { type: 'image/*' },
    errors: ['unknownReceipt', 'notFound', 'invalid', 'brokenJson'],
  },
  {
    method: 'post',
    path: routes.enrol(),
    tag: 'supervisor',
    summary: 'Use up an appointment code; the phone proves that it holds the key',
    request: 'EnrolRequest',
    response: 'EnrolResponse',
    errors: ['unknownEnrolment', 'unauthenticated', 'supervisorRevoked', 'conflict', 'invalid'],
  },
  {
    method: 'get',
    path: routes.pushKey(),
    tag: 'push',
    summary: 'The key of this server by which browsers subscribe (VAPID, base64url)',
    response: 'PushKey',
  },
  {
    method: 'post',
    path: routes.casePush(),
    tag: 'push',
    summary: 'Tell this device of a case, by its receipt code; again changes the quiet hours',
    request: 'CasePush',
    response: 'PushDone',
    errors: ['unknownReceipt', 'invalid', 'conflict', 'brokenJson'],
  },
  {
    method: 'post',
    path: routes.pushEnd(),
    tag: 'push',
    summary: 'This device is no longer told: of one case with its code, else of nothing',
    request: 'PushEnd',
    response: 'PushDone',
    errors: ['unknownReceipt', 'invalid', 'brokenJson'],
  },
  {
    method: 'post',
    path: routes.supervisorPush(),
    tag: 'supervisor',
    summary: 'Tell this phone that there is something new, and nothing else',
    request: 'PushWishes',
    response: 'PushDone',
    device: true,
    errors: ['invalid', 'conflict', 'brokenJson'],
  },
  {
    method: 'post',
    path: routes.supervisorPushEnd(),
    tag: 'supervisor',
    summary: 'This phone is no longer told',
    request: 'PushEnd',
    response: 'PushDone',
    device: true,
    errors: ['invalid', 'brokenJson'],
  },
  {
    method: 'get',
    path: routes.visits(),
    tag: 'supervisor',
    summary: 'Visits of this supervisor',
    response: 'VisitList',
    device: true,
  },
  {
    method: 'post',
    path: routes.drawVisit(),
    tag: 'supervisor',
    summary: 'Draw a hall and three items by lot',
    response: 'VisitList',
    device: true,
    errors: ['conflict', 'notFound'],
  },
  {
    method: 'get',
    path: routes.outcomes(),
    tag: 'supervisor',
    summary: 'What became of the inspections of this supervisor',
    response: 'OutcomeList',
    device: true,
  },
  {
    method: 'post',
    path: `${API}/supervisor/inspections/{id}/reply`,
    tag: 'supervisor',
    summary: 'Reply to what the office asked about an own inspection',
    request: 'ReplyRequest',
    response: 'OutcomeList',
    device: true,
    errors: ['notFound', 'illegalTransition', 'invalid'],
  },
  {
    method: 'get',
    path: routes.time(),
    tag: 'server',
    summary: 'The time by the clock of the server',
    response: { type: 'application/json' },
  },
  {
    method: 'get',
    path: routes.health(),
    tag: 'server',
    summary: 'Alive',
    response: { type: 'application/json' },
  },
  {
    method: 'get',
    path: '/readyz',
    tag: 'server',
    summary: 'Ready to work',
    response: { type: 'application/json' },
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'server',
    summary: 'Figures for Prometheus',
    response: { type: 'text/plain' },
  },
]

const ALWAYS: ErrorCode[] = ['badRequest', 'tooManyRequests', 'internal', 'unavailable']
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** A valibot schema in JSON Schema; what JSON Schema cannot say (custom checks) is left out. */
function jsonSchema(schema: Schema): JsonSchema {
  const document = toJsonSchema(schema, {
    errorMode: 'ignore',
    typeMode: 'input',
    target: 'draft-2020-12',
  }) as JsonSchema
  delete document.$schema
  return document
}

function operation(endpoint: Endpoint): JsonSchema {
  const { request, response, errors = [], device } = endpoint
  const parameters = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const codes = [...ALWAYS, ...errors, ...(device ? (['unauthenticated', 'supervisorRevoked'] as const) : [])]
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes)
    byStatus.set(ERROR_STATUS[code], [...(byStatus.get(ERROR_STATUS[code]) ?? []), code])
  return {
    summary: endpoint.summary,
    tags: [endpoint.tag],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(device ? { security: [{ device: [] }] } : {}),
    ...(request === undefined ? {} : { requestBody: { required: true, content: requestContent(request) } }),
    responses: {
      '200': {
        description: 'Done',
        ...(response === undefined ? {} : { content: responseContent(response) }),
      },
      ...Object.fromEntries(
        [...byStatus].map(([status, names]) => [
          String(status),
          { description: names.join(', '), content: { 'application/json': { schema: reference('Error') } } },
        ]),
      ),
    },
  }
}

const requestContent = (request: NonNullable<Endpoint['request']>): JsonSchema =>
  typeof request === 'string'
    ? { 'application/json': { schema: reference(request) } }
    : Object.fromEntries(request.binary.map((type) => [type, {}]))

const responseContent = (response: NonNullable<Endpoint['response']>): JsonSchema =>
  typeof response === 'string'
    ? { 'application/json': { schema: reference(response) } }
    : { [response.type]: {} }

export function openApiDocument(): JsonSchema {
  const paths: Record<string, JsonSchema> = {}
  for (const endpoint of ENDPOINTS)
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mingcha',
      version: '1',
      description:
        'Every refusal is {code, message, details?}; codes are stable, messages are for developers. ' +
        'An operation of POST /api/v1/sync is an OperationEnvelope whose payload is, by its type, a CaseSubmission ' +
        '(case.submit), CaseAction (case.act), RatingSubmission (rating.submit), RemedyRating (rating.remedy), ' +
        'InspectionSubmission (inspection.submit) or InspectionReplySubmission (inspection.reply).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: {
        Error: {
          type: 'object',
          required: ['code', 'message'],
          properties: {
            code: { type: 'string', enum: Object.keys(ERROR_STATUS) },
            message: { type: 'string' },
            details: {},
          },
        },
        ...Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, jsonSchema(schema)])),
      },
      securitySchemes: {
        device: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'ES256, signed by the key of the enrolled phone, living at most five minutes',
        },
      },
    },
  }
}

export function registerOpenApi(app: FastifyInstance): void {
  let text: string | undefined
  app.get(`${API}/openapi.json`, (_request, reply) => {
    text ??= JSON.stringify(openApiDocument())
    return reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text)
  })
}
