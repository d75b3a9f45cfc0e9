/**
 * The built app, held in memory: it is small, and nothing outside its folder can be asked for. Files are compressed
 * once, when first wanted; a `.br` or `.gz` beside a file is taken as it is.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { API } from '#contract/routes'
import type { Context } from '../context.ts'
import { HttpError } from './errors.ts'
import { forAssets } from './guards.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}
const COMPRESSIBLE = /^(text|application)\/|svg/

type Coding = 'br' | 'gzip'
interface StaticFile {
  body: Buffer
  type: string
  etag: string
  cacheControl: string
  packed: Partial<Record<Coding, Promise<Buffer>>>
}

const compress: Record<Coding, (body: Buffer) => Promise<Buffer>> = {
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
  gzip: (body) => promisify(gzip)(body, { level: 9 }),
}

/** Every file below `folder` by its address. */
function readFiles(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>()
  if (!existsSync(folder)) return files
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    const path = join(entry.parentPath, entry.name)
    const type = TYPES[extname(path)]
    if (type === undefined) continue
    const address = `/${relative(folder, path).split(sep).join('/')}`
    if (address.startsWith('/.')) continue
    const body = readFileSync(path)
    const packed: StaticFile['packed'] = {}
    if (existsSync(`${path}.br`)) packed.br = Promise.resolve(readFileSync(`${path}.br`))
    if (existsSync(`${path}.gz`)) packed.gzip = Promise.resolve(readFileSync(`${path}.gz`))
    files.set(address, {
      body,
      type,
      etag: createHash('sha256').update(body).digest('base64url').slice(0, 22),
      // Names in /assets carry a hash of their content; everything else is asked for again each time.
      cacheControl: address.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      packed,
    })
  }
  return files
}

function codingFor(request: FastifyRequest, { type, body }: StaticFile): Coding | undefined {
  if (!COMPRESSIBLE.test(type) || body.length < 512) return undefined
  const accepted = (request.headers['accept-encoding'] ?? '')
    .split(',')
    .filter((entry) => !/;\s*q=0(\.0*)?\s*$/.test(entry))
    .map((entry) => entry.split(';')[0]?.trim())
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : undefined
}

async function send(file: StaticFile, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const coding = codingFor(request, file)
  const etag = `"${file.etag}${coding ? `-${coding}` : ''}"`
  reply.header('etag', etag).header('cache-control', file.cacheControl).header('vary', 'accept-encoding')
  if (request.headers['if-none-match']?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))
    return reply.code(304).send()
  reply.type(file.type)
  if (!coding) return reply.send(file.body)
  file.packed[coding] ??= compress[coding](file.body)
  return reply.header('content-encoding', coding).send(await file.packed[coding])
}

/** Serves the app; an unknown address is the app's own route when a browser navigates to it, and a 404 otherwise. */
export function registerStatic(app: FastifyInstance, { config, log }: Context): void {
  const files = readFiles(config.appDir)
  const index = files.get('/index.html')
  if (!index) log.warn('the app is not built: only the API is served (run "npm run build")')

  // A missing one must not come back as a page: the browser would try to run it.
  app.get('/assets/*', forAssets, async (request, reply) => {
    const file = files.get(decode(request.url.split('?')[0] ?? ''))
    if (file) return send(file, request, reply)
    throw new HttpError('notFound', 'no such address')
  })

  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    const asksForPage = ['GET', 'HEAD'].includes(request.method)
    const inApi = path === '/api' || path.startsWith('/api/') || path.startsWith(`${API}/`)
    if (!asksForPage || inApi) throw new HttpError('notFound', 'no such address')
    const file = files.get(decode(path) === '/' ? '/index.html' : decode(path))
    if (file) return send(file, request, reply)
    // Nor must any other file that is missing; what looks like one is none of the app's routes.
    const navigates = (request.headers.accept ?? '').includes('text/html') && !/\.[a-z0-9]{1,11}$/i.test(path)
    if (index && navigates) return send(index, request, reply)
    throw new HttpError('notFound', 'no such address')
  })
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
