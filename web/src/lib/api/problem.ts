import type { ProblemBody as FullBody } from './types.ts'

/** What we need of RFC 9457; answers of proxies and failures of our own have less than the server's. */
type ProblemBody = Pick<FullBody, 'title' | 'status' | 'code'> &
  Partial<Pick<FullBody, 'detail' | 'request_id' | 'errors'>>

/**
 * Every failure of the API as one type (RFC 9457). `message` is the detail that a person can act on; `status` 0 with code `network`
 * means that no answer came.
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly title: string
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  readonly errors: FullBody['errors']
  /** Seconds to wait, where the server asked for a pause (429, 503). */
  readonly retryAfter: number | undefined

  constructor(body: ProblemBody, retryAfter?: number) {
    super(body.detail ?? body.title)
    this.title = body.title
    this.status = body.status
    this.code = body.code
    this.requestId = body.request_id
    this.errors = body.errors ?? []
    this.retryAfter = retryAfter
  }
}

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'title' in body && typeof body.title === 'string'
}

export async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined
  const fallback = {
    title: response.statusText || 'Request failed',
    status: response.status,
    code: `http_${response.status}`,
    detail: `The server answered ${response.status} without saying why.`,
  }
  const body: unknown = await response.json().catch(() => null)
  return new Problem(
    isProblemBody(body) ? { ...fallback, detail: body.title, ...body } : fallback,
    retryAfter,
  )
}

/** No answer came: the request never left, or its answer never arrived. */
export function networkProblem(): Problem {
  const detail = 'The server cannot be reached. Check the connection and try again.'
  return new Problem({ title: 'No connection', status: 0, code: 'network', detail })
}

/** For catch blocks: what was thrown, as a Problem. What is none is a fault of this page. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem({
    title: 'Unexpected error',
    status: 0,
    code: 'client',
    detail: `This page has a fault: ${error}`,
  })
}

/** The shape that `<Form validationErrors>` takes: messages by field name. */
export function fieldErrors(problem: Problem | null): Record<string, string[]> {
  const byField: Record<string, string[]> = {}
  for (const { field, detail } of problem?.errors ?? []) byField[field] = [...(byField[field] ?? []), detail]
  return byField
}
