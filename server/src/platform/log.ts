import { type Logger, pino } from 'pino'

// Allow-listed request fields, and these paths besides, wherever a log line might carry them.
const REDACTED = [
  'password',
  '*.password',
  'refresh',
  '*.refresh',
  'access',
  '*.access',
  'token',
  '*.token',
  'key',
  '*.key',
  'authorization',
  '*.authorization',
  'cookie',
  '*.cookie',
  'headers.authorization',
  'headers.cookie',
]

/** JSON lines. Keys of sources stand in addresses, so those are cut out of them. */
export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    redact: { paths: REDACTED, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      req: (request: { method: string; url: string; id: string; ip: string }) => ({
        method: request.method,
        url: withoutKeys(request.url),
        id: request.id,
        ip: request.ip,
      }),
      res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
      // The database's errors quote rows and parameters besides.
      err: ({ name, message, code, stack }: Error & { code?: string }) => ({ name, message, code, stack }),
    },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** The path without query and without the keys that sources send in it. */
export function withoutKeys(url: string) {
  return (url.split('?')[0] ?? '')
    .replace(/^\/am\/[^/]+/, '/am/:key')
    .replace(/^(\/api\/ingest\/[^/]+)\/[^/]+/, '$1/:key')
}
