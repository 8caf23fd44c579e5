import { inPerson } from '../../platform/http/access.ts'
import type { App } from '../../platform/http/app.ts'
import { deleteRoutes } from '../../platform/resource/delete-routes.ts'
import { plainRoutes } from '../../platform/resource/plain-routes.ts'
import { createRoute, getRoute, listRoute, updateRoutes } from '../../platform/resource/routes.ts'
import { apiTokenRoutes } from './api-tokens/api-token.routes.ts'
import { apiTokens } from './api-tokens/api-token.schema.ts'
import { authRoutes } from './auth/auth.routes.ts'
import { DepartmentInput, departments, updateDepartment } from './departments/department.schema.ts'
import { organizationRoutes } from './organizations/organization.routes.ts'
import { RoleInput, RoleUpdate, roles } from './roles/role.schema.ts'
import { createRole, deleteRole, updateRole } from './roles/role.service.ts'
import { teamRoutes } from './teams/team.routes.ts'
import {
  UserPermissionInput,
  UserPermissionUpdate,
  userPermissions,
} from './user-permissions/user-permission.schema.ts'
import {
  createUserPermission,
  deleteUserPermission,
  restoreUserPermission,
  updateUserPermission,
} from './user-permissions/user-permission.service.ts'
import { UserRoleInput, userRoles } from './user-roles/user-role.schema.ts'
import {
  createUserRole,
  deleteUserRole,
  restoreUserRole,
  updateUserRole,
} from './user-roles/user-role.service.ts'
import { userRoutes } from './users/user.routes.ts'
import { users } from './users/user.schema.ts'
import { viewAsRoutes } from './users/view-as.routes.ts'

/** Writes below these paths change who may do what. */
const RIGHTS = [users, roles, userRoles, userPermissions, apiTokens].map(({ path }) => `${path}/`)

/** After the commit and before the answer, so that whoever reads the answer finds the change in force. */
function forgetAfterWrites(app: App) {
  app.addHook('onSend', async ({ method, ctx, routeOptions }) => {
    const url = routeOptions.url ?? ''
    if (method !== 'GET' && ctx && RIGHTS.some((path) => url.startsWith(path)))
      app.auth.principals.forget(ctx.organizationId)
  })
}

/** A program's token gives nobody rights or a way to sign in: whoever stole it would become more than it was (ADR 28). */
function writeInPerson(app: App) {
  app.addHook('onRoute', (route) => {
    if (route.method === 'GET' || route.method === 'HEAD') return
    if (RIGHTS.some((path) => route.url.startsWith(path))) route.config = { ...route.config, ...inPerson }
  })
}

export function coreRoutes(app: App) {
  forgetAfterWrites(app)
  writeInPerson(app)
  authRoutes(app)
  userRoutes(app)
  viewAsRoutes(app)
  apiTokenRoutes(app)
  teamRoutes(app)
  organizationRoutes(app)
  rightsRoutes(app)
  plainRoutes(app, departments, DepartmentInput, updateDepartment)
}

/** Who may do what. */
function rightsRoutes(app: App) {
  for (const resource of [roles, userRoles, userPermissions]) {
    listRoute(app, resource)
    getRoute(app, resource)
  }
  createRoute(app, roles, RoleInput, createRole)
  updateRoutes(app, roles, RoleUpdate, updateRole)
  deleteRoutes(app, roles, deleteRole)
  createRoute(app, userRoles, UserRoleInput, createUserRole)
  updateRoutes(app, userRoles, UserRoleInput, updateUserRole)
  deleteRoutes(app, userRoles, deleteUserRole, restoreUserRole)
  createRoute(app, userPermissions, UserPermissionInput, createUserPermission)
  updateRoutes(app, userPermissions, UserPermissionUpdate, updateUserPermission)
  deleteRoutes(app, userPermissions, deleteUserPermission, restoreUserPermission)
}
