import { type Static, Type } from 'typebox'
import { can } from '../../../platform/context.ts'
import { forbidden, missingFields, unprocessable } from '../../../platform/errors.ts'
import { inPerson, needs } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { problems } from '../../../platform/http/schema.ts'
import { deleteRoutes } from '../../../platform/resource/delete-routes.ts'
import {
  createdRecord,
  getRoute,
  IdParams,
  listRoute,
  sendRecord,
  updateRoutes,
} from '../../../platform/resource/routes.ts'
import { insertRow, presentRow } from '../../../platform/resource/rows.ts'
import { OrganizationInput, OrganizationUpdate, organizations } from './organization.schema.ts'
import { deletePart, updateOrganization } from './organization.service.ts'
import { tenants } from './tenant.schema.ts'
import { foundTenant } from './tenant.service.ts'
import { enterOrganization } from './visitor.service.ts'

export function organizationRoutes(app: App) {
  listRoute(app, organizations)
  getRoute(app, organizations)
  updateRoutes(app, organizations, OrganizationUpdate, updateOrganization)
  deleteRoutes(app, organizations, deletePart)
  app.post(
    `${organizations.path}/`,
    createdRecord(app, organizations, OrganizationInput),
    async ({ ctx, body }, reply) => {
      const { administrator, ...fields } = body
      if (fields.parent_id === undefined) {
        if (!can(ctx, 'platform.operate')) throw forbidden('platform.operate')
        return sendRecord(
          reply,
          await foundTenant(app.door, ctx, checkTenant(body), app.auth.passwordRules),
          201,
        )
      }
      if (administrator) throw misplaced()
      const part = await app.door.write(ctx, async (tx) =>
        presentRow(tx, organizations, await insertRow(tx, organizations, fields)),
      )
      return sendRecord(reply, part, 201)
    },
  )
  platformRoutes(app)
}

/** What the superusers of the installation do with other tenants. */
function platformRoutes(app: App) {
  listRoute(app, tenants)
  getRoute(app, tenants)
  const enter = {
    tags: [organizations.tag],
    summary: 'Enter another organization as its administrator, for 15 minutes (superusers)',
    params: IdParams,
    response: {
      200: Type.Object({ access: Type.String({ description: 'JWT, 15 minutes, without a refresh token' }) }),
      ...problems(400, 401, 403, 404, 409),
    },
  }
  app.post(
    `${organizations.path}/:id/enter/`,
    {
      schema: enter, // Each entry is one of its own, and told as such.
      config: { ...needs('platform.operate'), ...inPerson, isRepeatable: false },
    },
    async (request, reply) => {
      const agent = request.headers['user-agent']?.slice(0, 300) ?? null
      const access = await enterOrganization(app, request.ctx, request.params.id, agent)
      return reply.header('cache-control', 'no-store').send({ access })
    },
  )
}

function checkTenant({ parent_id: _, kind, administrator, ...fields }: Static<typeof OrganizationInput>) {
  if (!administrator) throw missingFields(['administrator'])
  if (kind) {
    const detail = 'is that of a part; without parent_id this makes a tenant'
    throw unprocessable(`kind: ${detail}`, [{ field: 'kind', code: 'forbidden', detail }])
  }
  return { ...fields, administrator }
}

function misplaced() {
  const detail = 'is the first of a tenant; leave it out, or parent_id'
  return unprocessable(`administrator: ${detail}`, [{ field: 'administrator', code: 'forbidden', detail }])
}
