import type { App } from './app.ts'

/** Collects the routes made from here on. @returns the methods that some route knows at a path, sorted */
export function collectMethods(app: App): (path: string) => string[] {
  const routes = new Map<string, { fits: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return
    const pattern = url.replace(/\/$/, '')
    const route = routes.get(pattern) ?? { fits: matcherOf(pattern), methods: new Set() }
    for (const name of [method].flat()) route.methods.add(name)
    routes.set(pattern, route)
  })
  return (path) => {
    const known = [...routes.values()].filter(({ fits }) => fits.test(path))
    return [...new Set(known.flatMap(({ methods }) => [...methods]))].sort()
  }
}

/** `/a/:id/b` as a regular expression; a trailing slash makes no difference. */
function matcherOf(pattern: string) {
  const literal = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replace(/:[A-Za-z_]+/g, '[^/]+')}/?$`)
}
