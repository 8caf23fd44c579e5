import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'

/**
 * A backup is a compressed tar: `header.json`, the rows of each table as PostgreSQL's COPY text in pieces
 * (`tables/app.users/000001.copy` …), `manifest.json`. So `tar` and `psql` alone can read one as well.
 */
export const FORMAT = 1
export const HEADER = 'header.json'
export const MANIFEST = 'manifest.json'

const TableHeader = Type.Object({ name: Type.String(), columns: Type.Array(Type.String()) })
export type TableHeader = Static<typeof TableHeader>

/** Known when the backup begins: what a database must be like to take it. */
const Header = Type.Object({
  format: Type.Literal(FORMAT),
  created_at: Type.String(),
  postgres: Type.String(),
  epoch: Type.Integer(),
  migrations: Type.Array(Type.Object({ name: Type.String(), checksum: Type.String() })),
  /** The last step of graphile-worker's own schema; null where no worker ever ran. */
  worker_schema: Type.Union([Type.Integer(), Type.Null()]),
  /** The months that partitioned tables have a partition for. */
  partitions: Type.Array(Type.Object({ table: Type.String(), month: Type.String() })),
  tables: Type.Array(TableHeader),
})
export type Header = Static<typeof Header>

const Digest = Type.Object({ rows: Type.Integer(), bytes: Type.Integer(), sha256: Type.String() })
export type Digest = Static<typeof Digest>

/** Known when every row has passed: what was written. */
const Manifest = Type.Object({
  tables: Type.Record(Type.String(), Digest),
  sequences: Type.Array(
    Type.Object({ name: Type.String(), last_value: Type.String(), is_called: Type.Boolean() }),
  ),
})
export type Manifest = Static<typeof Manifest>

export const parseHeader = (text: string): Header => {
  const found = JSON.parse(text)
  if (found?.format > FORMAT)
    throw new Error(`it was written by a newer Watchdesk (format ${found.format}, this one knows ${FORMAT})`)
  return parse(Header, found, HEADER)
}
export const parseManifest = (text: string): Manifest => parse(Manifest, JSON.parse(text), MANIFEST)

function parse<Schema extends TSchema>(schema: Schema, found: unknown, name: string): Static<Schema> {
  if (Value.Check(schema, found)) return found as Static<Schema>
  const [error] = Value.Errors(schema, found)
  throw new Error(`its ${name} is not one: ${error?.instancePath} ${error?.message}`)
}
