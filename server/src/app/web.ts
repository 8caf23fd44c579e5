import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { allPublic, isPublic } from '../platform/http/access.ts'
import type { App } from '../platform/http/app.ts'

const DIST = fileURLToPath(new URL('../../../web/dist/', import.meta.url))
const NOT_PAGES = /^\/(api|am|ws|assets|health|metrics|graphql|debug)(\/|$)|\/\./i

/** The built web app: hashed assets for ever, index.html for every page address, never for a missing asset. */
export async function registerWeb(app: App) {
  if (!existsSync(DIST)) return
  await app.register(async (scope) => {
    allPublic(scope as App)
    await scope.register(fastifyStatic, {
      root: `${DIST}assets`,
      prefix: '/assets/',
      decorateReply: false,
      immutable: true,
      maxAge: '1y',
    })
  })
  app.get('/*', { schema: { hide: true }, config: isPublic }, async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    if (NOT_PAGES.test(path)) return reply.callNotFound()
    const isFile = /^\/[\w.-]+\.(svg|png|ico|webmanifest|txt|js)$/.test(path) && existsSync(DIST + path)
    return reply
      .header('cache-control', 'no-cache')
      .sendFile(isFile ? path.slice(1) : 'index.html', DIST, { cacheControl: false })
  })
}
