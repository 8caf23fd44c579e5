import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'
import type { App } from './app.ts'

const POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  frameAncestors: ["'none'"],
  formAction: ["'self'"],
  upgradeInsecureRequests: null,
}

/** Each answer carries its request's id and the security headers. The latter are made once: they never differ. */
export function registerSecurityHeaders(app: App, isHttps: boolean) {
  const headers = securityHeaders(isHttps)
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id)
    done()
  })
}

function securityHeaders(isHttps: boolean) {
  const headers: Record<string, string> = {}
  const catching = {
    setHeader: (name: string, value: string) => {
      headers[name] = value
    },
    removeHeader: () => {},
  }
  helmet({ contentSecurityPolicy: { directives: POLICY }, hsts: isHttps })(
    {} as IncomingMessage,
    catching as unknown as ServerResponse,
    () => {},
  )
  return headers
}
