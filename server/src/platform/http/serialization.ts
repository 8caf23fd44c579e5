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
    const write = built.get(text) ?? build(schema as never, { schema: app.getSchemas() as never })
    built.set(text, write)
    return write
  }
}
