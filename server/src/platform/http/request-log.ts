import type { App } from './app.ts'

/** One line per answered request, at debug. The route's pattern and not the address: keys stand in addresses. */
export function logRequests(app: App) {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request
    const ms = Math.round(reply.elapsedTime)
    request.log.debug(
      { method, route: routeOptions.url ?? 'unknown', status: reply.statusCode, ms },
      'request',
    )
    done()
  })
}
