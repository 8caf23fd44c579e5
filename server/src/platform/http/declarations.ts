import { Type } from 'typebox'
import type { App } from './app.ts'
import { problems } from './schema.ts'

interface Route {
  method: string | string[]
  schema?: { headers?: unknown; response?: unknown; body?: unknown; hide?: boolean }
  config?: { access?: unknown; isRepeatable?: boolean }
}

const Key = Type.Optional(
  Type.String({
    maxLength: 255,
    description: 'The same again under the same key is done once, and answered as it was, for a day',
  }),
)

/** What a route takes and answers besides what it says itself, because all of its kind do: for the API's document. */
export function declarationsOf({ method, schema = {}, config }: Route) {
  if (!schema.response) return schema
  const takesBody = ['POST', 'PUT', 'PATCH'].includes(String(method))
  const common = {
    ...problems(400, 429, 503),
    ...(takesBody ? problems(413, 415) : {}),
    ...(config?.isRepeatable ? problems(409, 422) : {}),
  }
  const { properties = {} } = (schema.headers ?? {}) as { properties?: object }
  return {
    ...schema,
    ...(config?.isRepeatable ? { headers: Type.Object({ ...properties, 'idempotency-key': Key }) } : {}),
    response: { ...common, ...(schema.response as object) },
  }
}

/** A route that names no parameters takes none, and says so. Hidden ones are pages and files. */
export function closeQueries(app: App) {
  app.addHook('onRoute', ({ schema, config }) => {
    if (schema?.response && config?.access !== 'by-key') schema.querystring ??= NOTHING
  })
}

const NOTHING = Type.Object({}, { additionalProperties: false })
