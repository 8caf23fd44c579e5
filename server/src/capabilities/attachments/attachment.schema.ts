import { sql } from 'kysely'
import { Type } from 'typebox'
import { AnyCase, Closed, LongText, Nullable, Reference, stamps } from '../../platform/http/schema.ts'
import {
  type Filter,
  integerFilter,
  pointedFilter,
  textFilter,
  timestampFilter,
  wordFilter,
} from '../../platform/list/filters.ts'
import { VISIBILITIES } from '../visibility.ts'
import { LONGEST_NAME } from './file.names.ts'
import { isRaster } from './file.types.ts'

// What the attachments of every noun have in common. The noun adds the record they hang on, its permissions and who sees them.

/** Sent along with the file. */
export const uploadFields = {
  description: Type.Optional(LongText),
  visibility: Type.Optional(AnyCase(VISIBILITIES)),
}
export const AttachmentUpdate = Closed({
  filename: Type.String({ minLength: 1, maxLength: LONGEST_NAME }),
  description: Type.Optional(LongText),
})

export const attachmentFields = {
  filename: Type.String(),
  description: Type.String(),
  visibility: Type.String(),
  mime: Type.String({ description: 'What the content is, whatever its sender said' }),
  size: Type.Integer({ description: 'Bytes' }),
  sha256: Type.String(),
  is_inline: Type.Boolean({ description: 'A picture that content/?inline=true shows in place' }),
  uploaded_by: Nullable(Reference),
  ...stamps,
}

/** A noun's row of an attachment, and what is read of its file and its uploader. */
export interface AttachmentRow {
  id: number
  version: number
  deleted_at: Date | null
  file_id: number
  filename: string
  created_by: number | null
  mime: string
  size: number
  sha256: string
  uploader_name: string | null
}

const ofFile = (column: 'mime' | 'size' | 'sha256') =>
  sql`(select f.${sql.ref(column)} from files f where f.id = t.file_id) as ${sql.ref(column)}`

/** For the source of a noun whose table `t` has `file_id`. */
export const attachmentColumns = sql.join([
  ...(['mime', 'size', 'sha256'] as const).map(ofFile),
  sql`(select u.display_name from users u where u.id = t.created_by) as uploader_name`,
])

export const attachmentFilters: Record<string, Filter> = {
  filename: textFilter('t.filename'),
  visibility: wordFilter('t.visibility', VISIBILITIES),
  mime: pointedFilter('t.file_id', 'files', textFilter('files.mime')),
  size: pointedFilter('t.file_id', 'files', integerFilter('files.size')),
  created_at: timestampFilter('t.created_at'),
}

export const showAttachment = ({ mime, created_by, uploader_name }: AttachmentRow) => ({
  is_inline: isRaster(mime),
  uploaded_by: created_by === null ? null : { id: created_by, name: uploader_name ?? '' },
})
