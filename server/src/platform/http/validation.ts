import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import Value from 'typebox/value'
import { badRequest, type FieldError } from '../errors.ts'

/** Fastify's validator: bodies as they are, path and query converted from text; errors name every field. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const checker = Compile(schema)
  const isText = httpPart === 'querystring' || httpPart === 'params'
  return (input: unknown) => {
    const value = isText ? Value.Convert(schema, input) : input
    if (checker.Check(value)) return { value }
    const errors = fieldErrors(
      checker.Errors(value),
      httpPart === 'querystring' ? UNKNOWN_PARAMETER : UNKNOWN_FIELD,
    )
    if (httpPart === 'params')
      return { error: badRequest('The address names no record: ids are integers.', errors) }
    return { error: badRequest(summary(errors), errors) }
  }
}

function summary(errors: FieldError[]) {
  return errors.map((error) => `${error.field || 'body'}: ${error.detail}`).join('; ')
}

function fieldErrors(errors: TLocalizedValidationError[], unknown: string): FieldError[] {
  const named = new Map<string, FieldError>()
  const add = (field: string, code: string, detail: string) => {
    if (!named.has(field)) named.set(field, { field, code, detail })
  }
  for (const error of errors) {
    const path = error.instancePath.slice(1).replaceAll('/', '.')
    const within = (name: string) => (path ? `${path}.${name}` : name)
    const params = error.params as Record<string, unknown>
    if (error.keyword === 'required') {
      for (const name of params.requiredProperties as string[]) add(within(name), 'required', 'is required')
    } else if (error.keyword === 'additionalProperties') {
      for (const name of params.additionalProperties as string[]) add(within(name), 'unknown', unknown)
    } else if (error.keyword === 'boolean') {
      add(path, 'unknown', unknown)
    } else if (error.keyword !== 'const') {
      add(path, error.keyword, describe(error.keyword, params, error.message))
    }
  }
  return [...named.values()]
}

const UNKNOWN_FIELD = 'is not a field that can be set here'
const UNKNOWN_PARAMETER = 'is not a filter or parameter of this list'

function describe(keyword: string, params: Record<string, unknown>, message: string) {
  if (keyword === 'enum') return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`
  if (keyword === 'anyOf') return 'has the wrong type or value'
  return message
}
