import { networkProblem, problemOf } from '../../lib/api/problem.ts'

/** What people do who are not signed in: without a token, unlike everything else. */
async function call<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(`/api/v1/auth/${path}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw networkProblem()
  })
  if (!response.ok) throw await problemOf(response)
  return response.json()
}

export const askForReset = (username: string) => call<unknown>('password-reset', { username })

/** How a password is chosen by a link, by what the link was sent for. */
export const choosePassword = {
  invitation: (token: string, password: string) =>
    call<{ username: string }>('accept-invitation', { token, password }),
  reset: (token: string, new_password: string) =>
    call<{ username: string }>('password-reset/confirm', { token, new_password }),
}
