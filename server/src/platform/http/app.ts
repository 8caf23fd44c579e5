import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault, RouteOptions } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Access } from '../resource/resource.ts'
import type { Door } from '../unit-of-work.ts'

/** Who may call a route: a permission of a module's catalogue, anyone signed in, who has the key in its path, or anyone. */
export type RouteAccess = { permission: string } | 'signed-in' | 'by-key' | 'public'

declare module 'fastify' {
  interface FastifyInstance {
    door: Door
    clock: Clock
    /** Origin under which people and links reach us, without a trailing slash. */
    publicUrl: string
    /** Origins of other pages that may call us. */
    corsOrigins: string[]
    /** What `ip` is of a FastifyRequest. */
    addressOf(request: IncomingMessage): string
    /** Every route there is. */
    routes: readonly RouteOptions[]
    /** Finishes what runs, then closes. */
    drain(): Promise<void>
  }
  interface FastifyContextConfig {
    /** Every route states it; a route without one stops the boot. */
    access?: RouteAccess
    /** A read that is recorded: of what kind of records, and how. */
    reads?: Pick<Access, 'action' | 'kind'>
    /** Only in a session, whatever else may stand for a person. */
    inPerson?: boolean
  }
  interface FastifyRequest {
    /** Set before the handler on every route that is not public. */
    ctx: Context
  }
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>
