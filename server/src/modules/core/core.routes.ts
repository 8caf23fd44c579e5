import { Type } from 'typebox'
import { needs } from '../../platform/http/access.ts'
import type { App } from '../../platform/http/app.ts'
import { problems } from '../../platform/http/schema.ts'
import { deleteRoutes } from '../../platform/resource/delete-routes.ts'
import { createRoute, getRoute, listRoute, updateRoutes } from '../../platform/resource/routes.ts'
import { authRoutes } from './auth/auth.routes.ts'
import { permissionsOf } from './auth/principal.ts'
import { ROLE_KEYS, ROLES } from './core.permissions.ts'
import { DepartmentInput, departments } from './departments/department.ts'
import { deletePart, organizations, SubOrganizationInput } from './organizations/organization.ts'
import { teamRoutes } from './teams/team.routes.ts'
import { UserRoleInput, userRoles } from './user-roles/user-role.ts'
import { userRoutes } from './users/user.routes.ts'

export function coreRoutes(app: App) {
  authRoutes(app)
  userRoutes(app)
  teamRoutes(app)
  for (const [resource, body] of [
    [organizations, SubOrganizationInput],
    [departments, DepartmentInput],
    [userRoles, UserRoleInput],
  ] as const) {
    listRoute(app, resource)
    getRoute(app, resource)
    createRoute(app, resource, body)
    updateRoutes(app, resource, body)
  }
  deleteRoutes(app, organizations, deletePart)
  deleteRoutes(app, departments)
  deleteRoutes(app, userRoles)
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
