import { PASSWORD } from './server.ts'

/** The product's API as the administrator. */
export interface Api {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
}

export async function signIn(url: string, username = 'admin', password = PASSWORD): Promise<Api> {
  const { access } = await send<{ access: string }>(url, 'POST', '/api/v1/auth/login/', {
    username,
    password,
  })
  return {
    get: (path) => send(url, 'GET', path, undefined, access),
    post: (path, body) => send(url, 'POST', path, body, access),
  }
}

/** Throws what the server said when it is no success. */
export async function send<T>(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<T> {
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return (text ? JSON.parse(text) : undefined) as T
}
