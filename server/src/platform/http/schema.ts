import { type Static, type TObject, type TSchema, Type } from 'typebox'
import Format from 'typebox/format'
import type { App } from './app.ts'

// The words every module's schemas are made of.

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
export const Timestamp = Type.Unsafe<Date | string>({ type: 'string', format: 'date-time' })
export const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
export const LongText = Type.String({ maxLength: 65_536 })

const isKnown = (make: (text: string) => unknown) => (text: string) => {
  try {
    return Boolean(make(text))
  } catch {
    return false
  }
}
Format.Set(
  'time-zone',
  isKnown((timeZone) => new Intl.DateTimeFormat('en', { timeZone })),
)
Format.Set('locale', isKnown(Intl.getCanonicalLocales))
/** An IANA time zone, and a BCP 47 language tag. */
export const TimeZone = Type.String({ format: 'time-zone', maxLength: 64 })
export const Locale = Type.String({ format: 'locale', minLength: 2, maxLength: 20 })

/** One of a few words. */
export const Choice = <const Word extends string>(words: readonly Word[]) =>
  Type.Unsafe<Word>({ type: 'string', enum: [...words] })

/** Like Choice, taken in any letter case. */
export const AnyCase = <const Word extends string>(words: readonly Word[]) =>
  Type.Unsafe<string>({
    type: 'string',
    pattern: `^(?:${words.map(caseless).join('|')})$`,
    examples: [...words],
  })

const caseless = (word: string) => word.replace(/[a-z]/g, (c) => `[${c}${c.toUpperCase()}]`)

export function Nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()])
}

/** A record that another one points to, as lists and details show it. */
export const Reference = Type.Object({ id: Id, name: Type.String() })
export type Reference = Static<typeof Reference>

/** An object that refuses fields it does not know. */
export function Closed<Properties extends Record<string, TSchema>>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false })
}

/** The same object with every field optional: what PATCH takes. */
export function PartialOf<Schema extends TObject>(schema: Schema) {
  return Type.Partial(schema, { additionalProperties: false })
}

/** What every record carries besides its own fields. */
export const stamps = {
  version: Type.Integer(),
  created_at: Timestamp,
  updated_at: Timestamp,
  created_by: Nullable(Id),
  updated_by: Nullable(Id),
}

const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String(),
    request_id: Type.String(),
    errors: Type.Array(Type.Object({ field: Type.String(), code: Type.String(), detail: Type.String() })),
  },
  { additionalProperties: true },
)

/** The statuses a route may answer besides its success; undeclared ones fail the tests. */
export function problems<const Status extends number>(...statuses: Status[]) {
  const described = statuses.map((status) => [
    status,
    {
      description: REASONS[status] ?? 'Problem',
      content: { 'application/problem+json': { schema: Type.Unsafe({ $ref: 'Problem#' }) } },
    },
  ])
  return Object.fromEntries(described) as Record<Status, { content: Record<string, { schema: TSchema }> }>
}

const REASONS: Record<number, string> = {
  400: 'Does not fit the schema; errors name the fields',
  401: 'No valid access token',
  403: 'The permission is missing',
  404: 'No such record in this organization',
  409: 'The status of the record does not allow it, or the call is still being worked on',
  412: 'If-Match is stale',
  413: 'The body is too large',
  415: 'The body is not of the content type that is taken here',
  422: 'A rule of the domain; errors name the fields',
  429: 'Too many; Retry-After says when to come again',
  503: 'Overloaded or the database is away',
  507: 'No room for the file just now',
}

/** Gives a schema its name in the API's documentation, once, and answers a reference to it. */
export function named(app: App, name: string, schema: TSchema): TSchema {
  if (!app.getSchema(name)) app.addSchema({ ...schema, $id: name })
  return Type.Unsafe({ $ref: `${name}#` })
}

/** What problems() refers to; called once, before the routes. */
export const nameProblem = (app: App) => void named(app, 'Problem', ProblemSchema)
