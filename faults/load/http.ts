import { Agent, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import type { Outcome } from '../history.ts'

/** How one request ended. */
export interface Reply {
  outcome: Outcome
  /** 0 where no whole answer came. */
  status: number
  /** The status, or the code of the broken connection. */
  told: string
  headers: IncomingMessage['headers']
  body: string
  /** What it went over: our own port, and since when. null where none was opened. */
  connection: { port: number; openedAt: number } | null
}

export const PATIENCE_MS = 20_000

/** One client with connections of its own, kept alive as browsers and sources keep them. */
export class Caller {
  private readonly agent: Agent
  private readonly openedAt = new WeakMap<Socket, number>()

  constructor(keepAlive = true) {
    this.agent = new Agent({ keepAlive, maxSockets: 4 })
  }

  /** Never throws: what went wrong is an answer too. */
  send(
    url: string,
    {
      method = 'POST',
      token,
      idempotencyKey,
      body,
    }: { method?: string; token?: string; idempotencyKey?: string; body?: unknown } = {},
  ): Promise<Reply> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const headers = {
      ...(text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
    }
    return new Promise((resolve) => {
      const began = Date.now()
      let connection: Reply['connection'] = null
      const broken = (code: string) => {
        // What was never sent has not happened; anything else may have.
        const outcome = code === 'ECONNREFUSED' ? 'fail' : 'unknown'
        resolve({ outcome, status: 0, told: code, headers: {}, body: '', connection })
      }
      const asked = request(url, { method, headers, agent: this.agent }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk) => chunks.push(chunk))
        answer.on('error', (error: NodeJS.ErrnoException) => broken(`half an answer: ${error.code}`))
        answer.on('end', () => {
          const status = answer.statusCode ?? 0
          const body = Buffer.concat(chunks).toString()
          const { headers } = answer
          resolve({ outcome: outcomeOf(status), status, told: String(status), headers, body, connection })
        })
      })
      asked.on('socket', (socket) => {
        const opened = () => {
          const openedAt = this.openedAt.get(socket) ?? began
          this.openedAt.set(socket, openedAt)
          connection = { port: socket.localPort as number, openedAt }
        }
        if (socket.connecting) socket.once('connect', opened)
        else opened()
      })
      asked.setTimeout(PATIENCE_MS, () => asked.destroy(Object.assign(new Error(), { code: 'NO_ANSWER' })))
      asked.on('error', (error: NodeJS.ErrnoException) => broken(error.code ?? error.message))
      asked.end(text)
    })
  }

  close() {
    this.agent.destroy()
  }
}

/** A 5xx says that the server does not know either. */
const outcomeOf = (status: number): Outcome => (status < 300 ? 'ok' : status < 500 ? 'fail' : 'unknown')
