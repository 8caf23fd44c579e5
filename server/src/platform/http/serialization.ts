import { build } from 'fast-json-stringify'
import type { FastifySerializerCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import type { App } from './app.ts'

/**
 * Fastify's way of writing answers by their schema, built once per schema instead of once per route and status.
 * Failures write themselves; building writers for them took most of the start.
 */
export function serializerOf(app: App): FastifySerializerCompiler<TSchema> {
  const built = new Map<string, (data: unknown) => string>()
  return ({ schema, httpStatus }) => {
    if (Number(httpStatus) >= 400) return JSON.stringify
    const text = JSON.stringify(schema)
    const write =
      built.get(text) ??
      build(plainlyNullable(schema) as never, { schema: plainlyNullable(app.getSchemas()) as never })
    built.set(text, write)
    return write
  }
}

/**
 * `anyOf: [X, null]` as `X, nullable`: the same in writing, but for the first the writer asks a validator which one a value is,
 * each time. A reference stays as it is, since nothing stands beside one.
 */
function plainlyNullable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plainlyNullable)
  if (typeof schema !== 'object' || schema === null) return schema
  const { anyOf, ...rest } = schema as { anyOf?: TSchema[] }
  const [first, second] = (anyOf ?? []) as { type?: string; $ref?: string }[]
  if (anyOf?.length === 2 && second?.type === 'null' && first?.type)
    return plainlyNullable({ ...first, ...rest, nullable: true })
  return Object.fromEntries(Object.entries(schema).map(([name, inner]) => [name, plainlyNullable(inner)]))
}
