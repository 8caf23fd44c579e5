import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'

const STATUSES: Record<string, [status: number, detail: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers are larger than the server takes.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
}

/** What is no HTTP is answered before there is a request: without an id, and the connection ends. */
export function answerClientError({ code }: { code?: string }, socket: Socket) {
  if (socket.destroyed || code === 'ECONNRESET') return
  const [status, detail] = STATUSES[code ?? ''] ?? [400, 'This is no HTTP request.']
  const title = STATUS_CODES[status] as string
  const name = title.toLowerCase().replaceAll(' ', '_')
  const type = `/problems/${name.replaceAll('_', '-')}`
  const body = JSON.stringify({ type, title, status, detail, code: name, request_id: '', errors: [] })
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  )
}
