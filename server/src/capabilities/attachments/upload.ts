import type {} from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { TObject } from 'typebox'
import { badRequest, Problem } from '../../platform/errors.ts'
import { compileValidator } from '../../platform/http/validation.ts'
import type { Values } from '../../platform/resource/rows.ts'
import { type Spooled, spool, tooLarge } from './spool.ts'

/** What came in one multipart request; whoever took it closes the file. */
export interface Upload {
  fields: Values
  file: Spooled
  /** As the sender calls it. */
  name: string
}

const FRAME = 256 * 1024
const MULTIPART_LIMITS = {
  parts: 12,
  files: 2,
  fields: 10,
  fieldNameSize: 100,
  fieldSize: 65_536,
  headerPairs: 20,
}

/** Reads the whole request: one part `file`, and the fields, before or after it. */
export async function takeUpload(request: FastifyRequest, most: number): Promise<Upload> {
  if (!request.isMultipart())
    throw new Problem(
      415,
      'unsupported_media_type',
      'Send the file as multipart/form-data, in a part named file.',
    )
  if (Number(request.headers['content-length'] ?? 0) > most + FRAME) throw tooLarge(most)
  const fields: Values = {}
  const taken: { file?: Spooled; name?: string } = {}
  try {
    for await (const part of request.parts({ limits: { ...MULTIPART_LIMITS, fileSize: most + 1 } })) {
      const { fieldname } = part
      if (fieldname in fields || (fieldname === 'file' && taken.file))
        throw refuse(fieldname, 'is sent twice')
      if (part.type === 'field') {
        if (fieldname === 'file') throw refuse('file', 'must be a file, with its name')
        if (part.valueTruncated) throw refuse(fieldname, 'is too long')
        fields[fieldname] = part.value
      } else {
        if (fieldname !== 'file') throw refuse(fieldname, 'is not a field that can be set here')
        taken.file = await spool(part.file, most)
        taken.name = part.filename
      }
    }
    if (!taken.file) throw refuse('file', 'is required')
    return { fields, file: taken.file, name: taken.name ?? '' }
  } catch (error) {
    await taken.file?.handle.close()
    // Whoever still sends is heard out, for until then it does not read our answer.
    request.raw.resume()
    throw error instanceof Problem || isOurs(error)
      ? error
      : refuse('body', 'is no whole multipart/form-data')
  }
}

/** Trouble with our disk, not with what was sent. */
const isOurs = (error: unknown) =>
  'syscall' in (error as object) && (error as { syscall: string }).syscall !== 'read'

function refuse(field: string, detail: string) {
  return badRequest(`${field}: ${detail}`, [{ field, code: 'invalid', detail }])
}

/** The check of fields that came as text, by the schema of their noun. */
export function fieldChecker(schema: TObject) {
  const validate = compileValidator({ schema, method: 'POST', url: '', httpPart: 'body' })
  return (fields: Values) => {
    const entries = Object.entries(fields).map(([name, text]) => {
      const isNumber = (schema.properties[name] as { type?: string } | undefined)?.type === 'integer'
      return [name, isNumber && /^\d{1,16}$/.test(String(text)) ? Number(text) : text]
    })
    const { value, error } = validate(Object.fromEntries(entries)) as { value?: Values; error?: Error }
    if (error) throw error
    return value as Values
  }
}
