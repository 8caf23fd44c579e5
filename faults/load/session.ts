import { setTimeout as sleep } from 'node:timers/promises'
import { ADMIN } from '../stack/stack.ts'
import { Caller, type Reply } from './http.ts'

/** Signed in as the administrator, on whichever process is there. */
export interface Session {
  token: string
  /** For what prepares a part; asks until it is done. */
  must<T>(method: string, path: string, body?: unknown): Promise<T>
}

export async function signIn(urls: () => string[]): Promise<Session> {
  const caller = new Caller()
  const session: Session = {
    token: '',
    must: async <T>(method: string, path: string, body?: unknown) => {
      const reply = await untilServed(urls, (url) =>
        caller.send(url + path, { method, body, ...(session.token && { token: session.token }) }),
      )
      return JSON.parse(reply.body) as T
    },
  }
  const { access } = await session.must<{ access: string }>('POST', '/api/v1/auth/login/', ADMIN)
  return Object.assign(session, { token: access })
}

async function untilServed(urls: () => string[], ask: (url: string) => Promise<Reply>): Promise<Reply> {
  for (let tries = 0; ; tries++) {
    const all = urls()
    const reply = await ask(all[tries % all.length] as string)
    if (reply.outcome === 'ok') return reply
    if (reply.outcome === 'fail' && reply.status > 0)
      throw new Error(`refused: ${reply.status} ${reply.body}`)
    if (tries > 200) throw new Error(`nobody serves: ${reply.told} ${reply.body}`)
    await sleep(100)
  }
}
