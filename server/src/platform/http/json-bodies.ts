import { badRequest } from '../errors.ts'
import type { App } from './app.ts'

/** Deeper than any body of ours, and far from what ends a recursive function. */
const DEEPEST = 100

/** Bodies are JSON; an action without fields may be called without one. */
export function takeJsonBodies(app: App) {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text === '') return done(null, {})
    parse(request, text as string, (error, body) => {
      if (!error && isDeeper(body, DEEPEST))
        return done(badRequest(`body: is nested deeper than ${DEEPEST} levels`))
      done(error, body)
    })
  })
  app.addHook('preValidation', (request, _, done) => {
    if (request.body === undefined && request.method === 'POST') request.body = {}
    done()
  })
}

export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}
