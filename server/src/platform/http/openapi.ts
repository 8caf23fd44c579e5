import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import fastifyStatic from '@fastify/static'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { allPublic, isPublic } from './access.ts'
import type { App, RouteAccess } from './app.ts'
import { declarationsOf } from './declarations.ts'

const REDOC = dirname(createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js'))

/** OpenAPI 3.1 from the routes' own schemas. Must be registered before them. */
export async function registerOpenapi(app: App) {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Watchdesk', version: '1', description: 'Everything the product does, one API.' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ bearer: [] }],
    },
    refResolver: { buildLocalReference: (json, _, __, index) => String(json.$id ?? `schema-${index}`) },
    transform: ({ schema, url, route }) => ({
      url,
      schema: {
        ...declarationsOf({ ...route, schema }),
        hide: !schema?.response && !schema?.tags,
        ...(route.config?.access === 'public' ? { security: [] } : {}),
        'x-access': named(route.config?.access),
      },
    }),
  })
}

/** Who may call it: a permission by its name, or in words. */
const named = (access: RouteAccess | undefined) => (typeof access === 'object' ? access.permission : access)

/** The document itself, and two readers of it, all from our own host. */
export async function registerApiDocs(app: App) {
  await app.register(async (scope) => {
    allPublic(scope as App)
    await scope.register(swaggerUi, {
      routePrefix: '/api/docs',
      logLevel: 'warn',
      // Without the bar above, which bears another product's mark.
      uiConfig: { layout: 'BaseLayout', deepLinking: true },
      theme: { title: 'Watchdesk API' },
    })
  })
  app.get('/api/schema/', { schema: { hide: true }, config: { ...isPublic, limit: 'heavy' } }, async () =>
    app.swagger(),
  )
  app.get('/api/redoc/', { schema: { hide: true }, config: isPublic }, async (_, reply) =>
    reply.type('text/html').header('content-security-policy', REDOC_POLICY).send(REDOC_PAGE),
  )
  app.get('/api/redoc/redoc.js', { schema: { hide: true }, config: isPublic }, async (_, reply) =>
    reply.sendFile('redoc.standalone.js', REDOC),
  )
}

/** For sendFile; serves no path of its own. */
export async function registerFiles(app: App) {
  await app.register(fastifyStatic, { root: REDOC, serve: false })
}

// ReDoc styles itself inline and works in a blob worker; nothing else on our host may.
const REDOC_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src blob:; connect-src 'self'"
const REDOC_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Watchdesk API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>body{margin:0}</style></head>
<body><redoc spec-url="/api/schema/" disable-search="false"></redoc><script src="/api/redoc/redoc.js"></script></body></html>`
