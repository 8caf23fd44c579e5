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

const NO_DEVICES = ['camera', 'geolocation', 'microphone', 'payment', 'usb']
  .map((device) => `${device}=()`)
  .join(', ')

/**
 * Each answer carries its request's id and the security headers. The latter are made once: they never differ. Nothing is kept by
 * caches but where its route says so.
 */
export function registerSecurityHeaders(app: App, isHttps: boolean) {
  const headers = securityHeaders(isHttps)
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id)
    done()
  })
}

function securityHeaders(isHttps: boolean) {
  const headers: Record<string, string> = { 'permissions-policy': NO_DEVICES, 'cache-control': 'no-store' }
  const catching = {
    setHeader: (name: string, value: string) => {
      headers[name] = value
    },
    removeHeader: () => {},
  }
  helmet({ contentSecurityPolicy: { directives: POLICY }, hsts: isHttps, xFrameOptions: { action: 'deny' } })(
    {} as IncomingMessage,
    catching as unknown as ServerResponse,
    () => {},
  )
  return headers
}
