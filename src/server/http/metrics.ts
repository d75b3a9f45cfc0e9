/** Figures for an operator's Prometheus: counts and times by route template, operations by outcome, the process's own. */
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'
import { templateOf } from './logging.ts'

export interface Metrics {
  registry: Registry
  operations: Counter<'type' | 'status' | 'code'>
}

const registries = new WeakMap<object, Metrics>()

/** The metrics of one server. */
export function metricsOf(owner: object): Metrics {
  const known = registries.get(owner)
  if (known) return known
  const registry = new Registry()
  const metrics: Metrics = {
    registry,
    operations: new Counter({
      name: 'mingcha_operations_total',
      help: 'Operations taken in, by type and outcome',
      labelNames: ['type', 'status', 'code'],
      registers: [registry],
    }),
  }
  registries.set(owner, metrics)
  return metrics
}

export function registerMetrics(app: FastifyInstance, owner: object): void {
  const { registry } = metricsOf(owner)
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'mingcha_http_request_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  app.addHook('onResponse', (request, reply, done) => {
    const labels = { method: request.method, route: templateOf(request), status: String(reply.statusCode) }
    duration.observe(labels, reply.elapsedTime / 1000)
    done()
  })
  app.get('/metrics', async (_request, reply) => {
    reply.type(registry.contentType)
    return registry.metrics()
  })
}
