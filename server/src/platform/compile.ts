import {
  type IdentifierNode,
  type OperationNode,
  type RawBuilder,
  type RawNode,
  type ReferenceNode,
  type SchemableIdentifierNode,
  sql,
  type TableNode,
  type ValueNode,
} from 'kysely'

/** Builds queries, runs none: only a transaction of the unit of work can run one. */
export type Query<Row> = RawBuilder<Row>

type Writer = (node: never, values: unknown[]) => string

/**
 * What `sql` makes, as text. Kysely's own compiler knows all of SQL and takes its time: a sixth of what a read costs, since
 * each request's query is put together anew. These are the few kinds of nodes that `sql` is made of.
 */
const WRITERS: Readonly<Record<string, Writer>> = {
  RawNode: ({ sqlFragments, parameters }: RawNode, values) => {
    let text = sqlFragments[0] ?? ''
    for (let i = 0; i < parameters.length; i++)
      text += write(parameters[i] as OperationNode, values) + (sqlFragments[i + 1] ?? '')
    return text
  },
  ValueNode: ({ value, immediate }: ValueNode, values) =>
    immediate ? literal(value) : `$${values.push(value)}`,
  IdentifierNode: ({ name }: IdentifierNode) => `"${name.replaceAll('"', '""')}"`,
  ReferenceNode: ({ table, column }: ReferenceNode, values) =>
    table ? `${write(table, values)}.${write(column, values)}` : write(column, values),
  ColumnNode: ({ column }: { column: IdentifierNode }, values) => write(column, values),
  TableNode: ({ table }: TableNode, values) => write(table, values),
  SchemableIdentifierNode: ({ schema, identifier }: SchemableIdentifierNode, values) =>
    schema ? `${write(schema, values)}.${write(identifier, values)}` : write(identifier, values),
}

function write(node: OperationNode, values: unknown[]): string {
  const writer = WRITERS[node.kind]
  if (!writer) throw new Error(`sql is not made of ${node.kind}`)
  return writer(node as never, values)
}

const literal = (value: unknown) =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)

export interface Compiled {
  text: string
  values: unknown[]
}

export function compile(query: Query<unknown>): Compiled {
  const values: unknown[] = []
  return { text: write(query.toOperationNode(), values), values }
}

/** What never changes, put together once; of what carries values, nothing is gained. */
export function settled<Row>(fragment: RawBuilder<Row>): RawBuilder<Row> {
  const { text, values } = compile(fragment)
  return values.length > 0 ? fragment : sql.raw(text)
}
