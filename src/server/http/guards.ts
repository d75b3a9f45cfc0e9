/** Headers by which browsers protect whoever uses the app. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import type { FastifyInstance, RouteShorthandOptions } from 'fastify'
import type { Context } from '../context.ts'

/** The rules for windows weigh half a kilobyte each time; what never stands in a window goes without them. */
const NO_WINDOW = {
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} as const

/**
 * For answers that the app's own code reads. That their type is not to be guessed, and who may read them, is still
 * said.
 */
export const forData = {
  helmet: { ...NO_WINDOW, contentSecurityPolicy: false },
} satisfies RouteShorthandOptions

/** For the app's scripts and styles: the page's policy holds for them, but a worker's own script brings its own. */
export const forAssets = {
  helmet: {
    ...NO_WINDOW,
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'self'"] } },
  },
} satisfies RouteShorthandOptions

/** What a policy must say to allow the scripts and the styles that stand in the page itself: their hashes. */
function inlineHashes(appDir: string): Record<'script' | 'style', string[]> {
  const index = join(appDir, 'index.html')
  const page = existsSync(index) ? readFileSync(index, 'utf8') : ''
  const hashes = (tag: string) =>
    Array.from(
      page.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs')),
      ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
    )
  return { script: hashes('script'), style: hashes('style') }
}

export async function registerGuards(app: FastifyInstance, { config }: Context): Promise<void> {
  const secure = config.publicUrl?.startsWith('https:') === true
  const inPage = inlineHashes(config.appDir)
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", ...inPage.script],
        styleSrc: ["'self'", ...inPage.style],
        // `style="…"` of a component's template; it cannot run anything
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'blob:', 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // Browsers heed it on https only, and say so on http.
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('x-request-id', request.id)
    reply.header('permissions-policy', 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()')
    // What the API says is of this moment, unless a route says otherwise.
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store')
    done()
  })
}
