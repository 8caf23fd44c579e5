import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import { type Static, type TObject, Type } from 'typebox'
import { needs } from '../../platform/http/access.ts'
import { createAdmission } from '../../platform/http/admission.ts'
import type { App } from '../../platform/http/app.ts'
import { alsoAsked } from '../../platform/http/idempotency-key.ts'
import { Closed, problems } from '../../platform/http/schema.ts'
import type { Resource } from '../../platform/resource/resource.ts'
import { IdParams, idOf, sendRecord, shown } from '../../platform/resource/routes.ts'
import { getRow, presentWritten } from '../../platform/resource/rows.ts'
import type { Tx } from '../../platform/unit-of-work.ts'
import type { AttachmentRow } from './attachment.schema.ts'
import { checkFile } from './file.check.ts'
import { cleanName, dispositionOf } from './file.names.ts'
import { readFile, storeFile } from './file.store.ts'
import { isRaster } from './file.types.ts'
import { fieldChecker, takeUpload } from './upload.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Bytes that an attached file may have. */
    maxAttachmentBytes: number
  }
}

export type Attachments = Resource<AttachmentRow, unknown>

/** What is stored already when the noun writes its own row. */
export interface StoredFile {
  file_id: number
  filename: string
  size: number
  sha256: string
}

const AT_ONCE = 16

/** `POST <path>/` as multipart/form-data. @param attach writes the noun's row in the same transaction and answers its id */
export function uploadRoute<Fields extends TObject>(
  app: App,
  resource: Attachments,
  fields: Fields,
  attach: (tx: Tx, fields: Static<Fields>, file: StoredFile) => Promise<number>,
) {
  const File = Type.Unsafe<string>({ type: 'string', contentMediaType: 'application/octet-stream' })
  const schema = {
    tags: [resource.tag],
    summary: 'Attach a file',
    consumes: ['multipart/form-data'],
    body: Closed({ file: File, ...fields.properties }),
    response: { 201: shown(app, resource), ...problems(400, 401, 403, 404, 413, 415, 422, 507) },
  }
  const check = fieldChecker(fields)
  const admit = createAdmission({ what: 'Taking files', atOnce: AT_ONCE, waiting: 0 })
  // A scope of its own: no other route takes multipart bodies, and none pays for it.
  app.register(async (scope) => {
    await scope.register(multipart)
    const config = { ...needs(resource.permissions.create), isUpload: true }
    const validatorCompiler = () => (body: unknown) => ({ value: body })
    scope.post(`${resource.path}/`, { schema, config, validatorCompiler }, (request, reply) =>
      admit(async () => {
        const { file, ...sent } = await takeUpload(request, app.maxAttachmentBytes)
        try {
          const values = check(sent.fields) as Static<Fields>
          const filename = cleanName(sent.name)
          const mime = await checkFile(file, filename)
          alsoAsked(request.ctx, { values, filename, sha256: file.sha256 })
          const record = await app.door.write(request.ctx, async (tx) => {
            const file_id = await storeFile(tx, file, mime)
            const { size, sha256 } = file
            return presentWritten(tx, resource, await attach(tx, values, { file_id, filename, size, sha256 }))
          })
          return sendRecord(reply, record, 201)
        } finally {
          await file.handle.close()
        }
      }),
    )
  })
}

const Bytes = Type.Unsafe<Readable>({ type: 'string', contentMediaType: 'application/octet-stream' })

/** `GET <path>/:id/content/`: to be saved, never run; only pictures made of pixels may be shown in place. */
export function contentRoute(app: App, resource: Attachments) {
  const schema = {
    tags: [resource.tag],
    summary: 'Download the file',
    params: IdParams,
    querystring: Closed({ inline: Type.Optional(Type.Boolean()) }),
    response: {
      200: { description: 'The file', content: { 'application/octet-stream': { schema: Bytes } } },
      304: Type.Null({ description: 'If-None-Match names what the caller has' }),
      ...problems(400, 401, 403, 404),
    },
  }
  const config = needs(resource.permissions.view)
  app.get(`${resource.path}/:id/content/`, { schema, config }, async (request, reply) => {
    const { ctx, query } = request
    const row = await app.door.read(ctx, (tx) => getRow(tx, resource, idOf(request)))
    const etag = `"${row.sha256}"`
    reply.headers({
      etag,
      // Asked for anew each time, so that lost rights count at once; what is unchanged is not sent again.
      'cache-control': 'private, no-cache',
      'content-disposition': dispositionOf(
        row.filename,
        query.inline && isRaster(row.mime) ? 'inline' : 'attachment',
      ),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'none',
    })
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send(null)
    reply.header('content-type', row.mime).header('content-length', row.size)
    const pieces = request.method === 'HEAD' ? [] : readFile(app.door, ctx, row.file_id, row.size)
    return reply.send(Readable.from(pieces))
  })
}
