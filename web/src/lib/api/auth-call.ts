import { networkProblem, problemOf } from './problem.ts'

/** Calls `/api/v1/auth/<path>/` without a token: what people do who are not signed in, or not yet. Throws a Problem. */
export async function callAuth(path: string, body: object): Promise<Response> {
  const response = await fetch(`/api/v1/auth/${path}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw networkProblem()
  })
  if (!response.ok) throw await problemOf(response)
  return response
}
