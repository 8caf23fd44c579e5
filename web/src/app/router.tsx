import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { LoadingState } from '../components/state.tsx'
import { session } from '../lib/api/client.ts'
import { safeNextPath } from '../lib/url/next-path.ts'
import { anySearch, parseSearch, stringifySearch } from '../lib/url/search.ts'
import { NotFoundPage, RouteProblem } from './route-states.tsx'

const root = createRootRoute({ validateSearch: anySearch })

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  beforeLoad: async ({ search }) => {
    // A server that is away is told by the form, when it is used.
    const { status } = await session.restore().catch(() => session.state.get())
    if (status === 'active') throw redirect({ href: safeNextPath(search.next) })
  },
}).lazy(() => import('./routes/login.lazy.tsx').then((file) => file.Route))

// Whoever opens these need not be signed in: a letter brought them here, or they cannot sign in.
const forgotPassword = createRoute({ getParentRoute: () => root, path: '/forgot-password' }).lazy(() =>
  import('./routes/forgot-password.lazy.tsx').then((file) => file.Route),
)
const welcome = createRoute({ getParentRoute: () => root, path: '/welcome' }).lazy(() =>
  import('./routes/welcome.lazy.tsx').then((file) => file.Route),
)
const resetPassword = createRoute({ getParentRoute: () => root, path: '/reset-password' }).lazy(() =>
  import('./routes/reset-password.lazy.tsx').then((file) => file.Route),
)

/** Everything that needs somebody signed in: pages inside the navigation. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const { status } = await session.restore()
    if (status === 'anonymous') throw redirect({ to: '/login', search: { next: location.href } })
  },
}).lazy(() => import('./routes/shell.lazy.tsx').then((file) => file.Route))

const start = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    const isWatching = session.state.get().user?.permissions.includes('noc:view')
    throw redirect({ to: isWatching ? '/noc/alerts' : '/incidents', replace: true })
  },
})

const alerts = createRoute({ getParentRoute: () => shell, path: '/noc/alerts' }).lazy(() =>
  import('./routes/noc-alerts.lazy.tsx').then((file) => file.Route),
)
const alert = createRoute({ getParentRoute: () => shell, path: '/noc/alerts/$id' }).lazy(() =>
  import('./routes/noc-alert.lazy.tsx').then((file) => file.Route),
)
const sources = createRoute({ getParentRoute: () => shell, path: '/noc/integrations' }).lazy(() =>
  import('./routes/noc-integrations.lazy.tsx').then((file) => file.Route),
)
const incidents = createRoute({ getParentRoute: () => shell, path: '/incidents' }).lazy(() =>
  import('./routes/incidents.lazy.tsx').then((file) => file.Route),
)
const newIncident = createRoute({ getParentRoute: () => shell, path: '/incidents/new' }).lazy(() =>
  import('./routes/incident-new.lazy.tsx').then((file) => file.Route),
)
const incident = createRoute({ getParentRoute: () => shell, path: '/incidents/$id' }).lazy(() =>
  import('./routes/incident.lazy.tsx').then((file) => file.Route),
)

const items = createRoute({ getParentRoute: () => shell, path: '/cmdb/items' }).lazy(() =>
  import('./routes/cmdb-items.lazy.tsx').then((file) => file.Route),
)
const item = createRoute({ getParentRoute: () => shell, path: '/cmdb/items/$id' }).lazy(() =>
  import('./routes/cmdb-item.lazy.tsx').then((file) => file.Route),
)

const incidentSettings = createRoute({ getParentRoute: () => shell, path: '/settings/incidents' }).lazy(() =>
  import('./routes/incident-settings.lazy.tsx').then((file) => file.Route),
)

const profile = createRoute({ getParentRoute: () => shell, path: '/profile' }).lazy(() =>
  import('./routes/profile.lazy.tsx').then((file) => file.Route),
)
const clients = createRoute({ getParentRoute: () => shell, path: '/noc/clients' }).lazy(() =>
  import('./routes/noc-clients.lazy.tsx').then((file) => file.Route),
)
const people = createRoute({ getParentRoute: () => shell, path: '/people' }).lazy(() =>
  import('./routes/people.lazy.tsx').then((file) => file.Route),
)
const person = createRoute({ getParentRoute: () => shell, path: '/people/$id' }).lazy(() =>
  import('./routes/person.lazy.tsx').then((file) => file.Route),
)
const teams = createRoute({ getParentRoute: () => shell, path: '/teams' }).lazy(() =>
  import('./routes/teams.lazy.tsx').then((file) => file.Route),
)
const team = createRoute({ getParentRoute: () => shell, path: '/teams/$id' }).lazy(() =>
  import('./routes/team.lazy.tsx').then((file) => file.Route),
)
const roles = createRoute({ getParentRoute: () => shell, path: '/roles' }).lazy(() =>
  import('./routes/roles.lazy.tsx').then((file) => file.Route),
)
const organizations = createRoute({ getParentRoute: () => shell, path: '/organizations' }).lazy(() =>
  import('./routes/organizations.lazy.tsx').then((file) => file.Route),
)
const audit = createRoute({ getParentRoute: () => shell, path: '/audit' }).lazy(() =>
  import('./routes/audit.lazy.tsx').then((file) => file.Route),
)

export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([
      login,
      forgotPassword,
      welcome,
      resetPassword,
      shell.addChildren([
        start,
        alerts,
        alert,
        sources,
        clients,
        incidents,
        newIncident,
        incident,
        items,
        item,
        incidentSettings,
        audit,
        profile,
        people,
        person,
        teams,
        team,
        roles,
        organizations,
      ]),
    ]),
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultErrorComponent: RouteProblem,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingComponent: LoadingState,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
