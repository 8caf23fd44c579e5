import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { overloaded, Problem } from '../errors.ts'
import { collectMethods } from './allowed-methods.ts'
import type { App } from './app.ts'

/** Writes every failure as RFC 9457; what is not a Problem is our defect and shows nothing of itself. */
export function registerProblemDetails(app: App) {
  app.setErrorHandler(answerError)
  const methodsAt = collectMethods(app)
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    return sendProblem(request, reply, unmet(path, methodsAt(path), request.method))
  })
}

/** Why no route met a call. @param methods those that some route knows at this path */
function unmet(path: string, methods: string[], method: string) {
  if (methods.length === 0) return new Problem(404, 'not_found', `Nothing lives at ${path}.`)
  // A route was there for it, and the router refuses parts of a path that are longer than any id or key.
  if (methods.includes(method))
    return new Problem(414, 'uri_too_long', 'A part of this address is longer than any of ours.')
  return unknownMethod(methods)
}

export function answerError(error: FastifyError | Problem, request: FastifyRequest, reply: FastifyReply) {
  const problem = toProblem(error)
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
  return sendProblem(request, reply, problem)
}

function unknownMethod(methods: string[]) {
  const allow = methods.join(', ')
  return new Problem(405, 'method_not_allowed', `This address knows ${allow} only.`, { headers: { allow } })
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem) {
  const { status, code, message: detail, errors } = problem
  const title = STATUS_CODES[status] ?? 'Problem'
  const body = {
    type: `/problems/${code.replaceAll('_', '-')}`,
    title,
    status,
    detail,
    code,
    request_id: request.id,
    errors,
  }
  return reply
    .code(status)
    .headers({ 'x-request-id': request.id, ...problem.headers })
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(body)
}

const DATABASE_AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '08003',
])

function toProblem(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error
  const { code, statusCode } = error
  const constraint = constraintProblem(error as unknown as PostgresError)
  if (constraint) return constraint
  if (
    (DATABASE_AWAY.has(code) && !isOfFiles(error)) ||
    /Connection terminated|is not queryable|timeout exceeded when trying to connect/.test(error.message)
  ) {
    return overloaded('The database cannot be reached just now; try again shortly.')
  }
  if (code === '57014') return overloaded('This took longer than the server allows; narrow the request.')
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    return new Problem(statusCode, code.replace(/^FST_ERR_/, '').toLowerCase(), error.message)
  }
  return new Problem(500, 'internal', 'Something went wrong on our side. The request_id helps to find it.')
}

/** A file that is not there has a path, and says nothing of the database. */
const isOfFiles = (error: object) => 'path' in error

interface PostgresError {
  code: string
  constraint?: string
  table?: string
}

/** Constraints are named after the field they guard: `sites_name`, `sites_organization_id_client_id_fkey`. */
export function fieldOf(constraint: string, table: string) {
  return constraint
    .replace(`${table}_`, '')
    .replace('organization_id_', '')
    .replace(/_(fkey|check)\d*$/, '')
}

/** What the schema itself refuses and no service has named earlier: still the caller's input, so the field is named. */
function constraintProblem(error: PostgresError): Problem | null {
  const refusal = REFUSALS[error.code]
  if (!refusal) return null
  const { status, code, detail } = refusal
  const field = fieldOf(error.constraint ?? 'body', error.table ?? '')
  const name = status === 422 ? 'unprocessable' : 'invalid'
  return new Problem(status, name, `${field}: ${detail}`, { errors: [{ field, code, detail }] })
}

const REFUSALS: Record<string, { status: 400 | 422; code: string; detail: string }> = {
  '23503': {
    status: 422,
    code: 'unknown_reference',
    detail: 'names a record that does not exist in this organization',
  },
  '23505': { status: 422, code: 'taken', detail: 'is already used' },
  '23514': { status: 422, code: 'out_of_range', detail: 'is not an allowed value' },
  '22021': { status: 400, code: 'invalid', detail: 'holds a character that cannot be stored (NUL)' },
  '22P05': { status: 400, code: 'invalid', detail: 'holds a character that cannot be stored (NUL)' },
  '22003': { status: 400, code: 'invalid', detail: 'holds a number that is out of range' },
  '22008': { status: 400, code: 'invalid', detail: 'holds a time that is out of range' },
}
