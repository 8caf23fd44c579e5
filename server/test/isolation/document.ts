/** One operation of the API's own document, with what a call to it may carry. */
export interface Callable {
  method: string
  /** With its trailing slash and `{id}` in place of values. */
  path: string
  /** Of JSON; undefined where it takes none. */
  body?: Schema
  /** Names of the parameters of its query string. */
  query: readonly string[]
  isUpload: boolean
}

export interface Schema {
  type?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  examples?: unknown[]
  minimum?: number
  minItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  allOf?: Schema[]
  $ref?: string
}

interface Document {
  paths: Record<string, Record<string, Declared>>
  components: { schemas: Record<string, Schema> }
}

interface Declared {
  parameters?: { in: string; name: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

export function readCallables(document: unknown): Callable[] {
  const { paths, components } = document as Document
  const resolve = (schema: Schema | undefined): Schema | undefined =>
    schema?.$ref ? components.schemas[schema.$ref.split('/').at(-1) ?? ''] : schema
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      body: resolve(requestBody?.content['application/json']?.schema),
      query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      isUpload: requestBody !== undefined && 'multipart/form-data' in requestBody.content,
    })),
  )
}

/** The fields of a body that name records: `team_id`, `alert_ids`. */
export const referencesIn = ({ properties = {} }: Schema) =>
  Object.keys(properties).filter((name) => /_ids?$/.test(name))

/**
 * The least body that the schema takes.
 * @param idOf a record for a field that names one
 */
export function leastBody(schema: Schema, idOf: (field: string) => number): Record<string, unknown> {
  const { properties = {}, required = [] } = schema
  return Object.fromEntries(required.map((name) => [name, leastValue(properties[name] ?? {}, name, idOf)]))
}

function leastValue(schema: Schema, name: string, idOf: (field: string) => number): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.examples?.length) return schema.examples[0]
  const one = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema.allOf?.[0]
  if (one) return leastValue(one, name, idOf)
  if (/_ids?$/.test(name) && schema.type === 'integer') return idOf(name)
  if (schema.type === 'array') return schema.minItems ? [leastValue(schema.items ?? {}, name, idOf)] : []
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  if (schema.type === 'object') return leastBody(schema, idOf)
  if (schema.format === 'date-time') return new Date(Date.now() + 3_600_000).toISOString()
  return schema.format === 'email' ? 'somebody@example.org' : 'sound'
}
