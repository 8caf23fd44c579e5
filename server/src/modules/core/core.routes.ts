import { Type } from 'typebox'
import { needs } from '../../platform/http/access.ts'
import type { App } from '../../platform/http/app.ts'
import { problems } from '../../platform/http/schema.ts'
import { deleteRoutes } from '../../platform/resource/delete-routes.ts'
import { plainRoutes } from '../../platform/resource/plain-routes.ts'
import { createRoute, getRoute, listRoute, updateRoutes } from '../../platform/resource/routes.ts'
import { authRoutes } from './auth/auth.routes.ts'
import { permissionsOf } from './auth/principal.ts'
import { ROLE_KEYS, ROLES } from './core.permissions.ts'
import { DepartmentInput, departments } from './departments/department.schema.ts'
import { deletePart, organizations, SubOrganizationInput } from './organizations/organization.ts'
import { teamRoutes } from './teams/team.routes.ts'
import { deleteUserRole, updateUserRole } from './user-roles/user-role.service.ts'
import { UserRoleInput, userRoles } from './user-roles/user-role.ts'
import { userRoutes } from './users/user.routes.ts'
import { users } from './users/user.ts'

/** Writes below these paths change who may do what. */
const RIGHTS = [users.path, userRoles.path].map((path) => `${path}/`)

/** After the commit and before the answer, so that whoever reads the answer finds the change in force. */
function forgetAfterWrites(app: App) {
  app.addHook('onSend', async ({ method, ctx, routeOptions }) => {
    const url = routeOptions.url ?? ''
    if (method !== 'GET' && ctx && RIGHTS.some((path) => url.startsWith(path)))
      app.auth.principals.forget(ctx.organizationId)
  })
}

export function coreRoutes(app: App) {
  forgetAfterWrites(app)
  authRoutes(app)
  userRoutes(app)
  teamRoutes(app)
  plainRoutes(app, departments, DepartmentInput)
  for (const [resource, body, update, remove] of [
    [organizations, SubOrganizationInput, undefined, deletePart],
    [userRoles, UserRoleInput, updateUserRole, deleteUserRole],
  ] as const) {
    listRoute(app, resource)
    getRoute(app, resource)
    createRoute(app, resource, body)
    updateRoutes(app, resource, body, update)
    deleteRoutes(app, resource, remove)
  }
  roleRoutes(app)
}

function roleRoutes(app: App) {
  const Role = Type.Object({
    key: Type.String(),
    name: Type.String(),
    permissions: Type.Array(Type.String()),
  })
  const schema = {
    tags: ['User roles'],
    summary: 'The built-in roles and what they may do',
    response: { 200: Type.Array(Role), ...problems(401, 403) },
  }
  app.get('/api/v1/roles/', { schema, config: needs('people.view') }, async () =>
    ROLE_KEYS.map((key) => ({
      key,
      name: ROLES[key],
      permissions: [...permissionsOf(app.auth.catalogue, [key])].sort(),
    })),
  )
}
