import type { FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify'
import { type Allowance, createAllowances, type TakeBlock, WINDOW_SECONDS } from '../allowance.ts'
import { readerOf } from '../context.ts'
import { Problem } from '../errors.ts'
import type { App } from './app.ts'
import { networkOf } from './network.ts'

export const LIMIT_CLASSES = ['auth', 'read', 'write', 'heavy'] as const
export type LimitClass = (typeof LIMIT_CLASSES)[number]
/** Calls a minute, for each caller. */
export type RateLimits = Readonly<Record<LimitClass, number>>

declare module 'fastify' {
  interface FastifyInstance {
    admitStranger: AdmitStranger
  }
  interface FastifyContextConfig {
    /** Whose calls are counted otherwise than by what the route does: reads, writes, lets in. */
    limit?: LimitClass
  }
}

/**
 * Every route has a class, and every caller so many calls of it a minute, in all processes together. Who comes
 * with a key of their own has none and is told 503 (ADR 13); pages, files and health checks have none either.
 */
export function limitRates(app: App, limits: RateLimits, take: TakeBlock) {
  const checks: Record<string, onRequestHookHandler> = Object.fromEntries(
    LIMIT_CLASSES.map((name) => [name, checkOf(createLimit(name, limits[name], take))]),
  )
  app.addHook('onRoute', (route) => {
    const name = classOf(route)
    // After the hooks of the server: by then it is known who calls.
    const check = checks[name ?? '']
    if (check) route.onRequest = [check, ...[route.onRequest ?? []].flat()]
  })
}

function classOf({ method, config }: RouteOptions): LimitClass | undefined {
  const isRead = method === 'GET' || method === 'HEAD'
  if (config?.limit || config?.access === 'by-key') return config.limit
  if (config?.access === 'public') return isRead ? undefined : 'auth'
  return isRead ? 'read' : 'write'
}

type Limit = ReturnType<typeof createLimit>

/** So many calls a minute for each holder, and what a caller is told of it. */
function createLimit(name: string, most: number, take: TakeBlock) {
  const allowances = createAllowances(name, most, take)
  const told = (own: Allowance) => ({
    'ratelimit-policy': `"${name}";q=${most};w=${WINDOW_SECONDS}`,
    ratelimit: `"${name}";r=${own.left + own.remaining};t=${allowances.secondsLeft(own)}`,
  })
  const refusal = (own: Allowance) => {
    const seconds = allowances.secondsLeft(own)
    return new Problem(
      429,
      'rate_limited',
      `More than ${most} calls of the class "${name}" in ${WINDOW_SECONDS} seconds; try again in ${seconds}.`,
      { headers: { 'retry-after': String(seconds), ...told(own) } },
    )
  }
  return { ...allowances, told, refusal }
}

function checkOf(limit: Limit): onRequestHookHandler {
  return (request, reply, done) => {
    const holder = holderOf(request)
    const own = limit.spend(holder)
    if (own) {
      reply.headers(limit.told(own))
      return done()
    }
    limit.demand(holder).then(({ own, isGranted }) => {
      reply.headers(limit.told(own))
      done(isGranted ? undefined : limit.refusal(own))
    }, done)
  }
}

/** Counts by its address what must be looked up to know who calls; throws 429. */
export type AdmitStranger = (address: string) => Promise<void>

/**
 * As many as may sign in, and apart from them, so that nobody locks their neighbours out: whoever makes up credentials does not make
 * the database look for each.
 */
export function limitStrangers({ auth }: RateLimits, take: TakeBlock): AdmitStranger {
  const limit = createLimit('strangers', auth, take)
  return async (address) => {
    const { own, isGranted } = await limit.demand(networkOf(address))
    if (!isGranted) throw limit.refusal(own)
  }
}

function holderOf({ ctx, ip }: FastifyRequest) {
  if (!ctx) return networkOf(ip)
  const { kind, id } = readerOf(ctx)
  return `${ctx.organizationId} ${kind} ${id}`
}
