/** Puts the server together: guards first, then the modules, then the app's files. */
import { randomUUID } from 'node:crypto'
import cookies from '@fastify/cookie'
import {
  LogController,
  fastify,
  type FastifyInstance,
  type FastifyReply,
  type FastifyServerOptions,
  type RouteOptions,
} from 'fastify'
import type { Context } from '../context.ts'
import { registerAuditRoutes } from '../modules/audit/routes.ts'
import { registerBlobRoutes } from '../modules/blobs/routes.ts'
import { registerBoardRoutes } from '../modules/board/routes.ts'
import { registerDeskCaseRoutes } from '../modules/cases/desk-routes.ts'
import { registerPublishedCaseRoutes } from '../modules/cases/published.ts'
import { registerDeskCatalogueRoutes } from '../modules/catalogue/desk-routes.ts'
import { registerCatalogueRoutes } from '../modules/catalogue/routes.ts'
import { registerEvidenceRoutes } from '../modules/evidence/routes.ts'
import { registerDeskInspectionRoutes } from '../modules/inspections/desk-routes.ts'
import { registerNotifyRoutes } from '../modules/notify/routes.ts'
import { registerOpen311Routes } from '../modules/open311/routes.ts'
import { registerPublicNoticeRoutes } from '../modules/public-notices/routes.ts'
import { registerRatingRoutes } from '../modules/ratings/desk-routes.ts'
import { registerReceiptRoutes } from '../modules/receipts/routes.ts'
import { registerRuleRoutes } from '../modules/rules/routes.ts'
import { registerReportRoutes } from '../modules/reports/routes.ts'
import { registerStaffRoutes } from '../modules/staff/routes.ts'
import { registerDeskSupervisorRoutes } from '../modules/supervisors/desk-routes.ts'
import { registerSupervisorRoutes } from '../modules/supervisors/routes.ts'
import { registerSyncRoutes } from '../modules/sync/routes.ts'
import { registerErrors } from './errors.ts'
import { registerGuards } from './guards.ts'
import { registerHealth } from './health.ts'
import { registerLimits } from './limits.ts'
import { registerRequestLog } from './logging.ts'
import { registerMetrics } from './metrics.ts'
import { registerOpenApi } from './openapi.ts'
import { registerStatic } from './static.ts'

/** JSON bodies but those of sync are small. */
const BODY_LIMIT = 64 * 1024

/** A server ready to listen, or to be asked with `inject`. */
export async function buildServer(
  context: Context,
  /** told of every route as it is registered */
  onRoute?: (route: RouteOptions) => void,
): Promise<FastifyInstance> {
  const { config } = context
  const options: FastifyServerOptions = {
    loggerInstance: context.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: typeof config.trustProxy === 'number' ? trustHops(config.trustProxy) : config.trustProxy,
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // A batch over a bad line may take long, but not forever.
    requestTimeout: 120_000,
    forceCloseConnections: 'idle',
    // A path that cannot be read is a refusal like any other.
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      void reply.code(400).send({ code: 'badRequest', message: 'the address cannot be read' })
    },
  }
  const app = fastify(options)
  if (onRoute) app.addHook('onRoute', onRoute)
  registerErrors(app, context)
  registerRequestLog(app, context)
  registerMetrics(app, context)
  await registerGuards(app, context)
  await registerLimits(app, context)
  await app.register(cookies)

  registerHealth(app, context)
  registerOpenApi(app)
  registerCatalogueRoutes(app, context)
  registerDeskCatalogueRoutes(app, context)
  registerBoardRoutes(app, context)
  registerSyncRoutes(app, context)
  registerBlobRoutes(app, context)
  registerReceiptRoutes(app, context)
  registerOpen311Routes(app, context)
  registerSupervisorRoutes(app, context)
  registerStaffRoutes(app, context)
  registerReportRoutes(app, context)
  registerAuditRoutes(app, context)
  registerDeskCaseRoutes(app, context)
  registerPublishedCaseRoutes(app, context)
  registerRuleRoutes(app, context)
  registerRatingRoutes(app, context)
  registerDeskInspectionRoutes(app, context)
  registerEvidenceRoutes(app, context)
  registerDeskSupervisorRoutes(app, context)
  registerPublicNoticeRoutes(app, context)
  registerNotifyRoutes(app, context)
  registerStatic(app, context)
  await app.ready()
  return app
}

/** The last `hops` proxies before us are ours; what the one before them says of itself is the client's address. */
const trustHops = (hops: number) => (_address: string, hop: number) => hop < hops
