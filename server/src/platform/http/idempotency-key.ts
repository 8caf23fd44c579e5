import { createHash, createHmac } from 'node:crypto'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { Context } from '../context.ts'
import { badRequest } from '../errors.ts'
import { isSecretName } from '../secret-names.ts'
import type { App } from './app.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Does the answer hold a secret that is told once? A POST whose answer has a field of such a name must state it. */
    mints?: boolean
    /** Takes an Idempotency-Key: each POST does that knows its caller and does not sign in, unless it says false. */
    isRepeatable?: boolean
  }
}

/** POST may be repeated under its Idempotency-Key. @param except where addresses begin that take none */
export function honourIdempotencyKeys(app: App, except: string) {
  app.addHook('onRoute', (route) => {
    const { method, url, config } = route
    const knowsCaller = config?.access !== 'public' && config?.access !== 'by-key'
    if (method !== 'POST' || !knowsCaller || url.startsWith(except) || config?.isRepeatable === false) return
    if (config?.mints === undefined && answersSecret(route))
      throw new Error(
        `${method} ${url} answers what is called a secret and does not state whether it mints one`,
      )
    route.config = { ...config, isRepeatable: true } as RouteOptions['config'] & object
    route.preHandler = [takeKey, ...[route.preHandler ?? []].flat()]
    route.onSend = [tellReplay, ...[route.onSend ?? []].flat()]
  })
}

async function takeKey(request: FastifyRequest) {
  const key = request.headers['idempotency-key']
  if (key === undefined) return
  if (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key))
    throw badRequest('Idempotency-Key: must be 1 to 255 printable ASCII characters')
  const { ctx, routeOptions, url, body } = request
  // By all that tells callers apart, for what speaks for somebody may see less than they; a name may change meanwhile.
  const { name: _, ...caller } = ctx.actor
  const who = `${ctx.organizationId} ${JSON.stringify(caller)} ${routeOptions.url} ${key}`
  const path = url.replace(/\/?(\?.*)?$/, '')
  request.ctx.call = {
    id: createHash('sha256').update(who).digest(),
    // Keyed, so that nobody guesses a password from what is stored.
    fingerprint: createHmac('sha256', key)
      .update(`${path} ${JSON.stringify(body)}`)
      .digest(),
    mints: routeOptions.config.mints ?? false,
    writes: 0,
    isReplayed: false,
  }
}

async function tellReplay({ ctx }: FastifyRequest, reply: FastifyReply) {
  if (ctx?.call?.isReplayed && reply.statusCode < 400) reply.header('idempotent-replayed', 'true')
}

/** For content that is no parsed body, once it is known. */
export function alsoAsked({ call }: Context, content: unknown) {
  if (!call) return
  call.fingerprint = createHash('sha256').update(call.fingerprint).update(JSON.stringify(content)).digest()
}

/** By the fields of its schema. What a reference stands for, everybody may read by GET. */
function answersSecret({ schema }: RouteOptions) {
  let found = false
  JSON.stringify(schema?.response, (name, value) => {
    found ||= isSecretName(name)
    return value
  })
  return found
}
