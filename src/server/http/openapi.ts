/** `GET /api/v1/openapi.json`: the API as a document, made from the same schemas that check every request. */
import { toJsonSchema } from '@valibot/to-json-schema'
import type { FastifyInstance } from 'fastify'
import type * as v from 'valibot'
import { ERROR_STATUS, type ErrorCode } from '#contract/errors'
import { API } from '#contract/routes'
import { type Endpoint, ENDPOINTS } from './openapi-endpoints.ts'
import { SCHEMAS } from './openapi-schemas.ts'

type JsonSchema = Record<string, unknown>

const ALWAYS: ErrorCode[] = ['badRequest', 'tooManyRequests', 'internal', 'unavailable']
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** A valibot schema in JSON Schema; what JSON Schema cannot say (custom checks) is left out. */
function jsonSchema(schema: v.GenericSchema): JsonSchema {
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
