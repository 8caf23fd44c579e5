import { type Callable, leastBody, referencesIn, type Schema } from './document.ts'
import { CANARY, collectionOf, type Records, recordFor } from './records.ts'

/** One call by which somebody tries to reach a record that is not theirs. */
export interface Attempt {
  operation: string
  /** Where the foreign id, or a word of a foreign record, stands. */
  by: 'path' | 'body' | 'query' | 'crawl'
  method: string
  url: string
  body?: unknown
  isUpload: boolean
}

/** Nobody's records are reached by these: what they answer depends on the credentials that they are sent alone. */
const BY_CREDENTIALS =
  /^\/api\/(v1\/auth|ingest)\/|^\/health\/|^\/api\/noc\/health\/|^\/api\/noc\/(stream|changes)\//

/** Every way into the records of others that the API's document offers. @throws where it finds none for an operation */
export function attemptsOn(callables: readonly Callable[], own: Records, foreign: Records): Attempt[] {
  return callables
    .filter(({ path }) => !BY_CREDENTIALS.test(path))
    .flatMap((callable) => {
      const attempts = [
        ...byPath(callable, own, foreign),
        ...byBody(callable, own, foreign),
        ...byQuery(callable, foreign),
      ]
      if (attempts.length === 0 && callable.method !== 'GET' && !TAKES_NO_RECORD.has(nameOf(callable)))
        throw new Error(`${nameOf(callable)}: no attempt on a foreign record was made`)
      return attempts
    })
}

/** They make or change what belongs to the caller's own organization, and name no record. */
const TAKES_NO_RECORD = new Set([
  'POST /api/noc/clients/',
  'POST /api/v1/roles/',
  'PUT /api/v1/priority-matrix/',
  'PATCH /api/v1/incident-settings/',
  'POST /api/v1/users/change_password/',
  'POST /api/v1/api-tokens/',
])

/** Numbers that records of one's own, of other kinds, have as well; names of requests and of controls. */
const OF_ANY_KIND = new Set(['actor_id', 'subject_id', 'request_id', 'control_id'])

const nameOf = ({ method, path }: Callable) => `${method} ${path}`

function byPath(callable: Callable, own: Records, foreign: Records): Attempt[] {
  const { method, path, body, isUpload } = callable
  if (!path.includes('{id}')) return []
  const id = foreign.get(collectionOf(path))
  if (id === undefined)
    throw new Error(`${nameOf(callable)}: there is no record of ${collectionOf(path)} to try`)
  const sent = body && leastBody(body, (field) => recordFor(own, field, path))
  return [
    {
      operation: nameOf(callable),
      by: 'path',
      method,
      url: path.replace('{id}', String(id)),
      body: sent,
      isUpload,
    },
  ]
}

function byBody(callable: Callable, own: Records, foreign: Records): Attempt[] {
  const { method, path, body, isUpload } = callable
  const at = collectionOf(path)
  const url = path.includes('{id}') ? path.replace('{id}', String(own.get(at))) : path
  const attempt = (sent: unknown): Attempt => ({
    operation: nameOf(callable),
    by: 'body',
    method,
    url,
    body: sent,
    isUpload,
  })
  if (isUpload) return [attempt({ incident_id: foreign.get('/api/v1/incidents/') })]
  if (!body) return []
  const least = leastBody(body, (field) => recordFor(own, field, path))
  return referencesIn(body).map((field) => {
    const id = recordFor(foreign, field, path)
    return attempt({ ...least, [field]: isArray(body, field) ? [id] : id })
  })
}

const isArray = ({ properties = {} }: Schema, field: string) => properties[field]?.type === 'array'

function byQuery(callable: Callable, foreign: Records): Attempt[] {
  const { method, path, query, isUpload } = callable
  if (method !== 'GET' || path.includes('{id}')) return []
  const asked = [
    '',
    ...query
      .filter((name) => /_id$/.test(name) && !OF_ANY_KIND.has(name))
      .map((name) => `${name}=${referred(foreign, name, path)}`),
    ...query.filter((name) => name === 'search').map((name) => `${name}=${CANARY}`),
    ...query.filter((name) => name.endsWith('__icontains')).map((name) => `${name}=${CANARY}`),
  ]
  return asked.map((question) => ({
    operation: nameOf(callable),
    by: question ? 'query' : 'crawl',
    method,
    url: `${path}${question && `?${question}`}`,
    isUpload,
  }))
}

const referred = (foreign: Records, name: string, path: string) => recordFor(foreign, name, path)
