import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import cors from '@fastify/cors'
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { Logger } from 'pino'
import type { Auth } from '../modules/core/index.ts'
import type { TakeBlock } from '../platform/allowance.ts'
import type { Clock } from '../platform/clock.ts'
import { registerAccess } from '../platform/http/access.ts'
import type { App } from '../platform/http/app.ts'
import { limitBodyTime } from '../platform/http/body-time.ts'
import { answerClientError } from '../platform/http/client-errors.ts'
import { closeQueries } from '../platform/http/declarations.ts'
import { registerDrain } from '../platform/http/drain.ts'
import { limitHandlerTime } from '../platform/http/handler-time.ts'
import { honourIdempotencyKeys } from '../platform/http/idempotency-key.ts'
import { takeJsonBodies } from '../platform/http/json-bodies.ts'
import { addressBehind } from '../platform/http/network.ts'
import { registerApiDocs, registerFiles, registerOpenapi } from '../platform/http/openapi.ts'
import { answerError, registerProblemDetails } from '../platform/http/problem-details.ts'
import { type AdmitStranger, limitRates } from '../platform/http/rate-limits.ts'
import { logRequests } from '../platform/http/request-log.ts'
import { refuseOddRequests } from '../platform/http/request-rules.ts'
import { nameProblem } from '../platform/http/schema.ts'
import { registerSecurityHeaders } from '../platform/http/security-headers.ts'
import { serializerOf } from '../platform/http/serialization.ts'
import { compileValidator } from '../platform/http/validation.ts'
import type { Live } from '../platform/live/live.ts'
import { type Metrics, measureRequests } from '../platform/metrics.ts'
import type { Door } from '../platform/unit-of-work.ts'
import { apiRoot } from './api-root.ts'
import type { Config } from './config.ts'
import { type Health, healthRoutes } from './health.ts'
import { catalogue, modules } from './modules.ts'
import { registerWeb } from './web.ts'

/** For the origins that are let in; others are told nothing. Cookies stay with our own pages. */
const CORS = {
  credentials: false,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  exposedHeaders: [
    'etag',
    'retry-after',
    'x-request-id',
    'idempotent-replayed',
    'ratelimit',
    'ratelimit-policy',
  ],
}

export interface ServerParts {
  config: Pick<Config, 'publicUrl' | 'corsOrigins' | 'trustProxy' | 'maxAttachmentBytes' | 'rateLimits'>
  takeBlock: TakeBlock
  admitStranger: AdmitStranger
  door: Door
  clock: Clock
  auth: Auth
  live: Live
  log: Logger
  metrics: Metrics
  health: Health
}

/** The HTTP side of the product, ready to listen. */
export async function buildServer({
  config,
  takeBlock,
  admitStranger,
  door,
  clock,
  auth,
  live,
  log,
  metrics,
  health,
}: ServerParts): Promise<App> {
  const app: App = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: config.trustProxy.length > 0 ? config.trustProxy : false,
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    connectionTimeout: 30_000,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { ignoreTrailingSlash: true },
    return503OnClosing: true,
    clientErrorHandler: answerClientError,
    frameworkErrors: answerError,
  })
  app.setValidatorCompiler(compileValidator)
  app.decorate('door', door)
  app.decorate('clock', clock)
  app.decorate('auth', auth)
  app.decorate('live', live)
  app.decorate('publicUrl', config.publicUrl)
  app.decorate('corsOrigins', config.corsOrigins)
  app.decorate('admitStranger', admitStranger)
  app.decorate('addressOf', addressBehind(config.trustProxy))
  app.decorate('maxAttachmentBytes', config.maxAttachmentBytes)
  app.decorateRequest('ctx')

  // First of all hooks: refusals carry them, too.
  registerSecurityHeaders(app, config.publicUrl.startsWith('https:'))
  app.decorate('drain', registerDrain(app))
  limitBodyTime(app)
  limitHandlerTime(app)
  registerProblemDetails(app)
  refuseOddRequests(app)
  takeJsonBodies(app)
  registerAccess(app, auth.principals.authenticate, new Set(Object.keys(catalogue)))
  limitRates(app, config.rateLimits, takeBlock)
  honourIdempotencyKeys(app, '/api/v1/auth/')
  closeQueries(app)
  measureRequests(app, metrics)
  logRequests(app)
  await app.register(cors, { ...CORS, origin: config.corsOrigins })
  await app.register(cookie)
  await registerFiles(app)
  await registerOpenapi(app)
  nameProblem(app)
  await app.register(async (scope) => {
    // Here and not above alone: a scope that adds schemas of its own falls back to Fastify's compilers.
    scope.setValidatorCompiler(compileValidator)
    scope.setSerializerCompiler(serializerOf(scope as App))
    apiRoot(scope as App)
    for (const module of modules) module.routes(scope as App)
    healthRoutes(scope as App, health, metrics)
  })
  await registerApiDocs(app)
  await registerWeb(app)
  await app.ready()
  return app
}
