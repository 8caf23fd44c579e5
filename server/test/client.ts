export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the server answered, and fail where it is not there
  body: any
  headers: Headers
}

/** Looks at every answer; what it throws fails the test. */
export type Check = (method: string, path: string, status: number) => void

/** Calls the server under test over real HTTP, as one person, one source or nobody. */
export class Client {
  readonly url: string
  token: string | null
  readonly check: Check
  /** Signs in anew once the token has expired: for people who work on while a test moves the clock. */
  renew: (() => Promise<string>) | null = null

  constructor(url: string, token: string | null = null, check: Check = () => {}) {
    this.url = url
    this.token = token
    this.check = check
  }

  get = (path: string, headers?: Record<string, string>) => this.send('GET', path, undefined, headers)
  post = (path: string, body: unknown = {}, headers?: Record<string, string>) =>
    this.send('POST', path, body, headers)
  put = (path: string, body: unknown, headers?: Record<string, string>) =>
    this.send('PUT', path, body, headers)
  patch = (path: string, body: unknown, headers?: Record<string, string>) =>
    this.send('PATCH', path, body, headers)
  delete = (path: string, headers?: Record<string, string>) => this.send('DELETE', path, undefined, headers)

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    this.check(method, path, answer.status)
    const text = await answer.text()
    if (answer.status === 401 && this.renew && text.includes('has expired')) {
      this.token = await this.renew()
      return this.send(method, path, body, headers)
    }
    const isJson = /json/.test(answer.headers.get('content-type') ?? '')
    return { status: answer.status, body: isJson && text ? JSON.parse(text) : text, headers: answer.headers }
  }
}
