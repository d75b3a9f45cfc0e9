/** Open311 GeoReport v2 at `/open311/v2` (https://wiki.open311.org/GeoReport_v2/): the same cases for other civic clients. */
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { MAX_PHOTOS } from '#contract/protocol'
import { ERROR_STATUS } from '#contract/errors'
import type { Catalogue } from '#domain/catalogue/types'
import type { Context } from '../../context.ts'
import { errorBody, HttpError } from '../../http/errors.ts'
import { strictLimit } from '../../http/limits.ts'
import { loadCatalogue } from '../catalogue/load.ts'
import { regionList } from '../catalogue/service.ts'
import { toXml } from './format.ts'
import { checkOpen311Key } from './keys.ts'
import { type RequestFilter, serviceRequests } from './requests.ts'
import { isService, serviceDefinition, serviceList } from './services.ts'
import { type Form, isDate, submitRequest } from './submit.ts'

const BASE = '/open311/v2'
const MEDIA_BYTES = 16 * 1024 * 1024

type Names = readonly [string, string?]
const dress = (reply: FastifyReply, format: string, answer: unknown, names: Names) => {
  if (format === 'json') return reply.type('application/json; charset=utf-8').send(answer)
  return reply.type('text/xml; charset=utf-8').send(toXml(answer, names))
}

/** `name.json` or `name.xml`; anything else is no address of ours. */
function formatOf(file: string, name?: string): { name: string; format: 'json' | 'xml' } {
  const [, stem, format] = /^(.+)\.(json|xml)$/.exec(file) ?? []
  if (stem === undefined || (name !== undefined && stem !== name))
    throw new HttpError('notFound', 'no such address')
  return { name: stem, format: format as 'json' | 'xml' }
}

const Problems = v.object({ problems: v.array(v.object({ path: v.string(), message: v.string() })) })
/** The fields that a refusal names: GeoReport has no other place for them. */
const fieldsOf = (details: unknown): string[] => {
  const told = v.safeParse(Problems, details)
  return told.success ? told.output.problems.map(({ path, message }) => `${path}: ${message}`) : []
}

const listed = (value: string | undefined): string[] | undefined =>
  value === undefined || value === '' ? undefined : value.split(',').map((one) => one.trim())

/** The region named by `jurisdiction_id`; where this server has one region only, it need not be named. */
async function jurisdiction(context: Context, id: string | undefined): Promise<Catalogue> {
  const only = id === undefined || id === '' ? (await regionList(context)).regions : []
  const region = only.length === 1 ? only[0]?.code : id
  if (region === undefined || region === '')
    throw new HttpError('invalid', 'jurisdiction_id was not provided')
  const catalogue = await loadCatalogue(context, region)
  if (!catalogue) throw new HttpError('notFound', 'jurisdiction_id provided was not found')
  return catalogue
}

function filterOf(query: Form): RequestFilter {
  const ids = listed(query.service_request_id)
  const services = listed(query.service_code)
  const status = listed(query.status)
  for (const name of ['start_date', 'end_date'])
    if (query[name] !== undefined && !isDate(query[name]))
      throw new HttpError('invalid', `${name} is not an ISO instant`)
  if (services?.some((code) => !isService(code)))
    throw new HttpError('notFound', 'service_code provided was not found')
  if (status?.some((one) => one !== 'open' && one !== 'closed'))
    throw new HttpError('invalid', 'status is open or closed')
  if (ids?.some((id) => !/^[0-9a-f-]{36}$/.test(id)))
    throw new HttpError('notFound', 'service_request_id provided was not found')
  return {
    ...(ids && { ids }),
    ...(services && { services: services.filter(isService) }),
    ...(status && { status: status as ('open' | 'closed')[] }),
    ...(query.start_date !== undefined && { from: new Date(query.start_date) }),
    ...(query.end_date !== undefined && { until: new Date(query.end_date) }),
  }
}

/** Text fields and pictures of a request, however they were sent. */
async function readForm(request: FastifyRequest): Promise<{ form: Form; media: Buffer[] }> {
  if (!request.isMultipart()) return { form: request.body as Form, media: [] }
  const form: Record<string, string> = {}
  const media: Buffer[] = []
  for await (const part of request.parts()) {
    if (part.type === 'file') media.push(await part.toBuffer())
    else if (typeof part.value === 'string') form[part.fieldname] = part.value
  }
  return { form, media: media.filter((bytes) => bytes.length > 0) }
}

export function registerOpen311Routes(root: FastifyInstance, context: Context): void {
  void root.register(async (app) => {
    await app.register(multipart, {
      limits: { files: MAX_PHOTOS, fileSize: MEDIA_BYTES, fields: 60, fieldSize: 64 * 1024, parts: 80 },
    })
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => {
        done(null, Object.fromEntries(new URLSearchParams(String(body))))
      },
    )
    // GeoReport has its own shape of a refusal, in the format that was asked for.
    app.setErrorHandler((error, request, reply) => {
      const body = errorBody(error)
      const status = ERROR_STATUS[body.code]
      if (status >= 500) context.log.error({ requestId: request.id, code: body.code }, 'request failed')
      const xml = request.url.split('?', 1)[0]?.endsWith('.xml') === true
      void reply.code(status)
      return dress(
        reply,
        xml ? 'xml' : 'json',
        [{ code: String(status), description: [body.message, ...fieldsOf(body.details)].join('; ') }],
        ['errors', 'error'],
      )
    })
    registerReads(app, context)
    registerPost(app, context)
  })
}

interface Asked {
  Params: { file: string }
  Querystring: Record<string, string>
}

function registerReads(app: FastifyInstance, context: Context): void {
  app.get<Asked>(`${BASE}/:file`, async (request, reply) => {
    const { name, format } = formatOf(request.params.file)
    if (name === 'discovery') return dress(reply, format, discovery(context), ['discovery'])
    if (name === 'services') {
      await jurisdiction(context, request.query.jurisdiction_id)
      return dress(reply, format, serviceList(), ['services', 'service'])
    }
    if (name !== 'requests') throw new HttpError('notFound', 'no such address')
    const catalogue = await jurisdiction(context, request.query.jurisdiction_id)
    const answer = await serviceRequests(context.db, catalogue, filterOf(request.query), context.now())
    return dress(reply, format, answer, ['service_requests', 'request'])
  })
  app.get<Asked>(`${BASE}/services/:file`, async (request, reply) => {
    const { name, format } = formatOf(request.params.file)
    const catalogue = await jurisdiction(context, request.query.jurisdiction_id)
    if (!isService(name)) throw new HttpError('notFound', 'service_code provided was not found')
    const { service_code, attributes } = serviceDefinition(name, catalogue)
    return format === 'json'
      ? dress(reply, format, { service_code, attributes }, ['service_definition'])
      : dress(
          reply,
          format,
          {
            service_code,
            attributes: { attribute: attributes.map((one) => ({ ...one, values: { value: one.values } })) },
          },
          ['service_definition'],
        )
  })
  app.get<Asked>(`${BASE}/requests/:file`, async (request, reply) => {
    const { name, format } = formatOf(request.params.file)
    const catalogue = await jurisdiction(context, request.query.jurisdiction_id)
    const filter = filterOf({ service_request_id: name })
    const answer = await serviceRequests(context.db, catalogue, filter, context.now())
    if (answer.length === 0) throw new HttpError('notFound', 'service_request_id provided was not found')
    return dress(reply, format, answer, ['service_requests', 'request'])
  })
  // Ids are made at once, so a token never has to be waited for; a client that asks is told its id again.
  app.get<Asked>(`${BASE}/tokens/:file`, (request, reply) => {
    const { name, format } = formatOf(request.params.file)
    if (!/^[0-9a-f-]{36}$/.test(name)) throw new HttpError('notFound', 'token was not found')
    return dress(reply, format, [{ service_request_id: name, token: name }], ['service_requests', 'request'])
  })
}

function registerPost(app: FastifyInstance, context: Context): void {
  const options = { ...strictLimit(context), bodyLimit: MAX_PHOTOS * MEDIA_BYTES }
  app.post<Asked>(`${BASE}/:file`, options, async (request, reply) => {
    const { format } = formatOf(request.params.file, 'requests')
    const { form, media } = await readForm(request)
    const catalogue = await jurisdiction(context, form.jurisdiction_id ?? request.query.jurisdiction_id)
    const region = catalogue.region.code
    await checkOpen311Key(context, form.api_key ?? request.query.api_key, region)
    const service = form.service_code
    if (service === undefined || service === '')
      throw new HttpError('invalid', 'service_code was not provided')
    if (!isService(service)) throw new HttpError('notFound', 'service_code provided was not found')
    const { id, number, code } = await submitRequest(context, region, service, form, media)
    const notice = `编号 ${number}；查询码 ${code}（凭它在“查询诉求”里看进展，请妥善保存）`
    void reply.code(201)
    return dress(
      reply,
      format,
      [{ service_request_id: id, service_notice: notice, account_id: '' }],
      ['service_requests', 'request'],
    )
  })
}

const discovery = ({ config }: Context) => ({
  changeset: '2026-11-24T00:00:00Z',
  contact: 'See the region’s complaint lines in its catalogue',
  key_service: 'Ask the office that runs this server: npm run admin -- open311-key',
  endpoints: [
    {
      specification: 'http://wiki.open311.org/GeoReport_v2',
      url: `${config.publicUrl?.replace(/\/$/, '') ?? ''}${BASE}`,
      changeset: '2026-11-24T00:00:00Z',
      type: 'production',
      formats: ['text/xml', 'application/json'],
    },
  ],
})
