import createClient from 'openapi-fetch'
import { networkProblem, problemOf } from './problem.ts'
import type { paths } from './schema.gen.ts'
import { createSession, type Session } from './session.ts'
import { createViewing } from './viewing.ts'

async function send(request: Request, token: string): Promise<Response> {
  request.headers.set('authorization', `Bearer ${token}`)
  return fetch(request).catch((error) => {
    throw request.signal.aborted ? error : networkProblem()
  })
}

/** Signs each request, sends it once more after a 401 with a new token, and throws a Problem for every other failure. */
export function createSignedFetch(session: Session) {
  return async (request: Request): Promise<Response> => {
    const again = request.clone()
    const token = await session.token()
    let response = await send(request, token)
    if (response.status === 401) response = await send(again, await session.renew(token))
    if (!response.ok) throw await problemOf(response)
    return response
  }
}

export const session = createViewing(createSession())

export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin,
  fetch: createSignedFetch(session),
})

/** The body of an answer: `await answerOf(api.GET('/api/noc/alerts/', { params: { query } }))`. Failures have been thrown. */
export async function answerOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call
  return data as T
}
