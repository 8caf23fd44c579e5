import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, type TObject, Type } from 'typebox'
import { badRequest, etagOf } from '../errors.ts'
import { needs } from '../http/access.ts'
import type { App } from '../http/app.ts'
import { Id, named, PartialOf, problems } from '../http/schema.ts'
import { type ListQuery, listQuerySchema, listRows, pageOf } from '../list/list.ts'
import type { Tx } from '../unit-of-work.ts'
import { type AnyResource, reading, words } from './resource.ts'
import { insertRow, lockRow, presentRow, presentWritten, updateRow, type Values } from './rows.ts'

export const IdParams = Type.Object({ id: Id })
export const IfMatch = Type.Object({ 'if-match': Type.Optional(Type.String()) })

/** The version in If-Match, when one was sent. */
export function versionOf(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match']
  if (header === undefined || header === '*') return undefined
  const version = /^(?:W\/)?"v(\d{1,9})"$/.exec(header)?.[1]
  if (!version) throw badRequest('If-Match: must be an ETag this server gave, like "v3"')
  return Number(version)
}

/** Sends a record with its ETag. */
export function sendRecord<Shown>(reply: FastifyReply, record: Shown, status = 200) {
  const { version } = record as { version: number }
  return reply
    .code(status)
    .header('etag', etagOf(version))
    .send(record as never)
}

/** `two_words` is TwoWords in the API's documentation. */
const nameOf = ({ kind }: AnyResource) =>
  kind.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

export const shown = (app: App, resource: AnyResource) => named(app, nameOf(resource), resource.record)

const shownInLists = (app: App, resource: AnyResource) =>
  resource.summary ? named(app, `${nameOf(resource)}Summary`, resource.summary) : shown(app, resource)

export const idOf = (request: FastifyRequest) => (request.params as { id: number }).id

export function listRoute(app: App, resource: AnyResource) {
  const { path, tag, permissions, list, source } = resource
  const schema = {
    tags: [tag],
    summary: `List ${words(resource)}s`,
    querystring: listQuerySchema(list),
    response: { 200: pageOf(shownInLists(app, resource)), ...problems(400, 401, 403, 404) },
  }
  const config = { ...needs(permissions.view), ...reading(resource, 'list') }
  app.get(`${path}/`, { schema, config }, async (request) => {
    const { ctx } = request
    const url = `${app.publicUrl}${path}/`
    const page = await app.door.read(ctx, (tx) => listRows(tx, list, source, request.query as ListQuery, url))
    return { ...page, results: page.results.map((row) => resource.present(row as never, ctx)) }
  })
}

export function getRoute(app: App, resource: AnyResource) {
  const schema = {
    tags: [resource.tag],
    summary: `Read a ${words(resource)}`,
    params: IdParams,
    response: { 200: shown(app, resource), ...problems(400, 401, 403, 404) },
  }
  const config = { ...needs(resource.permissions.view), ...reading(resource, 'read') }
  app.get(`${resource.path}/:id/`, { schema, config }, async (request, reply) =>
    sendRecord(reply, await app.door.read(request.ctx, (tx) => presentRow(tx, resource, idOf(request)))),
  )
}

/** Schema and permission of `POST <path>/`; for nouns whose creation needs more than one transaction's work. */
export function createdRecord<Body extends TObject>(app: App, resource: AnyResource, body: Body) {
  const schema = {
    tags: [resource.tag],
    summary: `Create a ${words(resource)}`,
    body,
    response: { 201: shown(app, resource), ...problems(400, 401, 403, 404, 409, 422) },
  }
  return { schema, config: needs(resource.permissions.create) }
}

/** @param create writes the record and answers its id; the plain insert by default */
export function createRoute<Body extends TObject>(
  app: App,
  resource: AnyResource,
  body: Body,
  create: (tx: Tx, body: Static<Body>) => Promise<number> = (tx, values) =>
    insertRow(tx, resource, values as Values),
) {
  app.post(`${resource.path}/`, createdRecord(app, resource, body as TObject), async (request, reply) => {
    const record = await app.door.write(
      request.ctx,
      (tx) => create(tx, request.body as Static<Body>),
      (tx, id) => presentWritten(tx, resource, id),
    )
    return sendRecord(reply, record, 201)
  })
}

export type Update = (tx: Tx, id: number, values: Values, ifMatch?: number) => Promise<unknown>

/** PUT takes the whole input shape, PATCH any part of it. */
export function updateRoutes(
  app: App,
  resource: AnyResource,
  body: TObject,
  update: Update = plainUpdate(resource),
) {
  const config = needs(resource.permissions.update)
  for (const method of ['PUT', 'PATCH'] as const) {
    const schema = {
      tags: [resource.tag],
      summary: `${method === 'PUT' ? 'Replace' : 'Change'} a ${words(resource)}`,
      params: IdParams,
      headers: IfMatch,
      body: method === 'PUT' ? body : PartialOf(body),
      response: { 200: shown(app, resource), ...problems(400, 401, 403, 404, 409, 412, 422) },
    }
    const url = `${resource.path}/:id/`
    app.route({
      method,
      url,
      schema,
      config,
      handler: async (request, reply) => {
        const record = await app.door.write(
          request.ctx,
          (tx) => update(tx, idOf(request), request.body as Values, versionOf(request)),
          (tx) => presentWritten(tx, resource, idOf(request)),
        )
        return sendRecord(reply, record)
      },
    })
  }
}

const plainUpdate =
  (resource: AnyResource): Update =>
  async (tx, id, values, ifMatch) =>
    updateRow(tx, resource, await lockRow(tx, resource, id, ifMatch), values)
