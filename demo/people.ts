import type { Demo } from './folder.ts'

/** Somebody at work over the API. */
export interface Hand {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: object): Promise<T>
  patch<T>(path: string, body: object): Promise<T>
}

/** The server said no. */
export class Refusal extends Error {
  readonly status: number

  constructor(what: string, status: number, text: string) {
    super(`${what}: ${status} ${text.slice(0, 300)}`)
    this.status = status
  }
}

export type RunningDemo = Demo & { url: string }

/** Everybody of a running demo by user name, signed in when they are first needed and again when that has run out. */
export function peopleOf({
  url,
  password,
}: Pick<RunningDemo, 'url' | 'password'>): (username: string) => Hand {
  const tokens = new Map<string, Promise<string>>()

  const signIn = async (username: string) =>
    (await send<{ access: string }>(url, 'POST', '/api/v1/auth/login/', { username, password })).access

  function tokenOf(username: string): Promise<string> {
    const token = tokens.get(username) ?? signIn(username)
    tokens.set(username, token)
    token.catch(() => tokens.delete(username))
    return token
  }

  return (username) => {
    async function call<T>(method: string, path: string, body?: object): Promise<T> {
      try {
        return await send<T>(url, method, path, body, await tokenOf(username))
      } catch (error) {
        if (!(error instanceof Refusal) || error.status !== 401) throw error
        tokens.delete(username)
        return send<T>(url, method, path, body, await tokenOf(username))
      }
    }
    return {
      get: (path) => call('GET', path),
      post: (path, body = {}) => call('POST', path, body),
      patch: (path, body) => call('PATCH', path, body),
    }
  }
}

/** Throws what the server said when it is no success. */
export async function send<T>(
  url: string,
  method: string,
  path: string,
  body?: object,
  token?: string,
): Promise<T> {
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Refusal(`${method} ${path.replace(/wdk_\w+/, '<key>')}`, answer.status, text)
  return (text ? JSON.parse(text) : undefined) as T
}
