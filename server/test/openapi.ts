/** One operation as the API's own document declares it. */
export interface Operation {
  method: string
  /** With its trailing slash and `{id}` in place of values. */
  path: string
  statuses: ReadonlySet<number>
  /** The fields that the body must have. */
  required: readonly string[]
}

interface Document {
  paths: Record<string, Record<string, DeclaredOperation>>
}

interface DeclaredOperation {
  responses: Record<string, unknown>
  requestBody?: { content: Record<string, { schema: { required?: string[] } }> }
}

export function readOperations(document: unknown): Operation[] {
  return Object.entries((document as Document).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      statuses: new Set(Object.keys(responses).map(Number)),
      required: requestBody?.content['application/json']?.schema.required ?? [],
    })),
  )
}

/** The operation that a call meets: the one with the fewest placeholders, as the router decides. */
export function operationOf(operations: readonly Operation[], method: string, url: string) {
  const called = segments(url.split('?')[0] ?? '')
  const fitting = operations.filter((operation) => {
    const declared = segments(operation.path)
    return (
      operation.method === method &&
      declared.length === called.length &&
      declared.every((segment, index) => segment.startsWith('{') || segment === called[index])
    )
  })
  return fitting.sort((a, b) => placeholders(a) - placeholders(b))[0]
}

const segments = (path: string) => path.replace(/\/$/, '').split('/')
const placeholders = ({ path }: Operation) => path.split('{').length

/** Whatever the route: an address may be too long to have one, and the database may be away. */
const ANYWHERE = new Set([414, 503])

/** Fails the test in which a route answers a status that the document does not declare for it. */
export function refuseUndeclared(operations: readonly Operation[]) {
  return (method: string, url: string, status: number) => {
    const operation = operationOf(operations, method, url)
    if (!operation || ANYWHERE.has(status) || operation.statuses.has(status)) return
    throw new Error(`${method} ${operation.path} answered ${status}, which its route does not declare`)
  }
}
