import type { FastifyRequest, RouteOptions } from 'fastify'
import { type Context, can } from '../context.ts'
import { forbidden, Problem } from '../errors.ts'
import type { App, RouteAccess } from './app.ts'

/** Turns a request's credentials into who is asking, or throws 401. */
export type Authenticate = (request: FastifyRequest) => Promise<Context>

/**
 * Every route states who may call it (`config.access`), and permissions exist in the catalogue; otherwise the boot stops.
 * Signing in and permission are checked before the body is read.
 */
export function registerAccess(app: App, authenticate: Authenticate, catalogue: ReadonlySet<string>) {
  const routes: RouteOptions[] = []
  app.decorate('routes', routes)
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', async () => {
    for (const { method, url, config } of routes) {
      if (method === 'HEAD' || method === 'OPTIONS') continue
      if (!config?.access) throw new Error(`${String(method)} ${url} states no access`)
      const { access } = config
      if (typeof access === 'object' && !catalogue.has(access.permission)) {
        throw new Error(`${String(method)} ${url} needs ${access.permission}, which no module declares`)
      }
    }
  })
  app.addHook('onRequest', async (request) => {
    const access: RouteAccess | undefined = request.routeOptions.config.access
    if (!access || access === 'public' || access === 'by-key') return
    request.ctx = await authenticate(request)
    checkOnlyLooks(request)
    if (typeof access === 'object' && !can(request.ctx, access.permission)) throw forbidden(access.permission)
    if (request.routeOptions.config.inPerson) checkInPerson(request.ctx)
  })
}

export const needs = (permission: string) => ({ access: { permission } }) as const
export const isPublic = { access: 'public' } as const
/** The route knows its callers by a key of its own. */
export const byKey = { access: 'by-key' } as const
export const signedIn = { access: 'signed-in' } as const
/** Beside one of these: only for people who signed in, not for what speaks for them by a token of its own. */
export const inPerson = { inPerson: true } as const

export function checkInPerson({ sessionId, viewer }: Context) {
  if (sessionId === undefined || viewer)
    throw new Problem(403, 'session_required', 'This needs a session: sign in with your password.')
}

/** Who sees the product as somebody else does nothing in their name. */
function checkOnlyLooks({ ctx, method }: FastifyRequest) {
  if (ctx.viewer && method !== 'GET' && method !== 'HEAD')
    throw new Problem(403, 'viewing_only', 'You only look, as somebody else: end that to change anything.')
}

/** For routes that a plugin adds without knowing of our rule: files and documentation. */
export function allPublic(scope: App) {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, ...isPublic }
  })
}
