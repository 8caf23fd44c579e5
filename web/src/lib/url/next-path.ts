/** Where to go after signing in: a path of ours, or the start. Anything that a browser might read as another host is refused. */
export function safeNextPath(next: string | undefined): string {
  if (!next?.startsWith('/')) return '/'
  const base = 'http://watchdesk.invalid'
  const target = URL.canParse(next, base) ? new URL(next, base) : null
  if (target?.origin !== base || target.pathname.startsWith('//')) return '/'
  return target.pathname.startsWith('/login') ? '/' : target.pathname + target.search + target.hash
}
