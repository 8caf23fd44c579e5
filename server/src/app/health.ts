import { Type } from 'typebox'
import { can } from '../platform/context.ts'
import { forbidden } from '../platform/errors.ts'
import { isPublic } from '../platform/http/access.ts'
import type { App } from '../platform/http/app.ts'
import type { Metrics } from '../platform/metrics.ts'

export interface Health {
  /** Why the database does not serve within a second, and what to do; null when it does. */
  databaseProblem(): Promise<string | null>
  /** Set when SIGTERM came: load balancers should look elsewhere. */
  isDraining(): boolean
}

const Report = Type.Object({
  status: Type.Unsafe<'ok' | 'unavailable'>({ type: 'string', enum: ['ok', 'unavailable'] }),
  database: Type.Boolean(),
  draining: Type.Boolean(),
  detail: Type.Optional(Type.String({ description: 'what is wrong with the database and what to do' })),
})

export const NO_ANSWER = 'The database does not answer.'
const NOT_MIGRATED = 'The database is not migrated: run `watchdesk migrate`.'
/** No such function, table, schema or role, and the message of a role that cannot be set. */
const MISSING = new Set(['42883', '42P01', '3F000', '22023', '42704'])

export const explainDatabaseProblem = ({ code }: { code?: string }): string =>
  code && MISSING.has(code) ? NOT_MIGRATED : NO_ANSWER

export function healthRoutes(app: App, health: Health, metrics: Metrics) {
  const report = async () => {
    const detail = await health.databaseProblem()
    const [database, draining] = [detail === null, health.isDraining()]
    const status = database && !draining ? ('ok' as const) : ('unavailable' as const)
    return { status, database, draining, ...(detail !== null && { detail }) }
  }
  const schema = {
    tags: ['Health'],
    summary: 'Is the product working?',
    response: { 200: Report, 503: Report },
  }
  for (const url of ['/api/noc/health/', '/health/ready']) {
    app.get(url, { schema, config: isPublic }, async (_, reply) => {
      const answer = await report()
      return reply.code(answer.status === 'ok' ? 200 : 503).send(answer)
    })
  }
  const live = {
    tags: ['Health'],
    summary: 'Is the process alive?',
    response: { 200: Type.Object({ status: Type.String() }) },
  }
  app.get('/health/live', { schema: live, config: isPublic }, async () => ({ status: 'ok' }))

  // Labels name routes, not people; still it is for the machine's own Prometheus, or for who has the permission.
  app.get('/metrics', { schema: { hide: true }, config: isPublic }, async (request, reply) => {
    if (!isLoopback(request.ip)) {
      const ctx = await app.auth.principals.authenticate(request)
      if (!can(ctx, 'metrics.view')) throw forbidden('metrics.view')
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

const isLoopback = (address: string) => address === '::1' || /^(::ffff:)?127\./.test(address)
