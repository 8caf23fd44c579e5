import type { FastifySchemaCompiler } from 'fastify'
import type { TObject, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { badRequest, type FieldError } from '../errors.ts'

/** Fastify's validator: bodies as they are, path and query converted from text; errors name every field. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const checker = Compile(schema)
  const isText = httpPart === 'querystring' || httpPart === 'params'
  return (input: unknown) => {
    const value = isText ? fromText(schema as TObject, input as Record<string, unknown>) : input
    if (checker.Check(value)) {
      const field = unstorableField(value)
      return field === undefined
        ? { value }
        : { error: badRequest(summary(unstorable(field)), unstorable(field)) }
    }
    const errors = fieldErrors(
      checker.Errors(value),
      httpPart === 'querystring' ? UNKNOWN_PARAMETER : UNKNOWN_FIELD,
    )
    if (httpPart === 'params')
      return { error: badRequest('The address names no record: ids are integers.', errors) }
    return { error: badRequest(summary(errors), errors) }
  }
}

const FROM_TEXT: Record<string, { written: RegExp; read: (text: string) => unknown }> = {
  integer: { written: /^-?\d{1,16}$/, read: Number },
  number: { written: /^-?\d{1,16}(\.\d{1,16})?$/, read: Number },
  boolean: { written: /^(true|false)$/, read: (text) => text === 'true' },
}

/** Only what is written as a number or boolean becomes one; all else stays text, for the checker to refuse. */
function fromText({ properties }: TObject, input: Record<string, unknown>) {
  const entries = Object.entries(input).map(([name, text]) => {
    const { type } = (properties[name] ?? {}) as { type?: string }
    const wanted = FROM_TEXT[type ?? '']
    return [name, typeof text === 'string' && wanted?.written.test(text) ? wanted.read(text) : text]
  })
  return Object.fromEntries(entries)
}

/** Where a text holds what PostgreSQL cannot store: NUL, or half of a surrogate pair. */
function unstorableField(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000') ? undefined : path
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const within = path ? `${path}.${name}` : name
    const found = unstorableField(name, within) ?? unstorableField(inner, within)
    if (found !== undefined) return found
  }
  return undefined
}

const unstorable = (field: string): FieldError[] => [
  { field, code: 'unstorable', detail: 'holds a character that cannot be stored (NUL or half of a pair)' },
]

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
