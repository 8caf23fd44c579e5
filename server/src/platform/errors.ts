/** One thing that is wrong with the input, named so that a form can show it beside its field. */
export interface FieldError {
  field: string
  code: string
  detail: string
}

/** An answer that is not a success, as RFC 9457 describes it. Thrown anywhere, written by the HTTP layer. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly errors: FieldError[]
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { errors?: FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.errors = more.errors ?? []
    this.headers = more.headers ?? {}
  }
}

export const badRequest = (detail: string, errors: FieldError[] = []) =>
  new Problem(400, 'invalid', detail, { errors })

export const unauthenticated = (detail: string) =>
  new Problem(401, 'unauthenticated', detail, { headers: { 'www-authenticate': 'Bearer' } })

export const forbidden = (permission: string) =>
  new Problem(403, 'forbidden', `This needs the permission ${permission}.`)

/** The same answer for what does not exist and for what is another tenant's. */
export const notFound = (what: string) => new Problem(404, 'not_found', `There is no such ${what}.`)

export const conflict = (detail: string, errors: FieldError[] = []) =>
  new Problem(409, 'conflict', detail, { errors })

export const stale = (current: number) =>
  new Problem(412, 'stale', `Somebody changed this record meanwhile; it is at version ${current}.`, {
    headers: { etag: etagOf(current) },
  })

export const unprocessable = (detail: string, errors: FieldError[] = []) =>
  new Problem(422, 'unprocessable', detail, { errors })

export const unknownReference = (field: string) => {
  const detail = 'names a record that does not exist in this organization'
  return unprocessable(`${field}: ${detail}`, [{ field, code: 'unknown_reference', detail }])
}

export const missingFields = (fields: string[]) =>
  new Problem(422, 'required', `Missing: ${fields.join(', ')}.`, {
    errors: fields.map((field) => ({ field, code: 'required', detail: `${field} is required for this.` })),
  })

export const overloaded = (detail: string) =>
  new Problem(503, 'overloaded', detail, { headers: { 'retry-after': '5' } })

export const etagOf = (version: number) => `"v${version}"`
