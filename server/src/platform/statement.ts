import pg from 'pg'
import { type Compiled, nameOf } from './compile.ts'

/** What a connection must know before the first statement of a tenant: the tenant and, in tests, the clock, for one transaction. */
export const PREPARE_TENANT = `prepare tenant (text, text, text) as select set_config('app.organization_id', $1, true),
  set_config('app.clock_offset', $2, true), set_config('transaction_read_only', $3, true)`

export interface Tenancy {
  organizationId: number
  /** What tests shift the database's clock by; '' outside them. */
  clockOffset: string
  isReadOnly: boolean
}

/** The parts of pg's own connection and query that its types leave out. */
interface Connection {
  bind(message: object): void
  execute(message: object): void
  describe(message: object): void
}
interface Shape {
  names: string[]
  parsers: ((text: string) => unknown)[]
  empty: Record<string, unknown>
}
interface PgQuery {
  name: string | undefined
  text: string
  values: readonly unknown[]
  queryMode: string
  callback: (error: Error | null, result: pg.QueryResult) => void
  _result: pg.QueryResult & { addCommandComplete(message: object): void }
  /** What the statement ends with, though PostgreSQL has answered. */
  _canceledDueToError: unknown
  prepare(connection: Connection): void
}
const PgQuery = pg.Query as unknown as new (text: string) => PgQuery

/** What is known of a connection: its prepared statements' columns, by the statement's name, and itself without asking for them. */
interface Known {
  shapes: Map<string, Shape>
  undescribing: Connection
}
const connections = new WeakMap<Connection, Known>()

function knownOf(connection: Connection): Known {
  const known = connections.get(connection)
  if (known) return known
  const undescribing = Object.create(connection, { describe: { value: () => {} } })
  const fresh = { shapes: new Map(), undescribing }
  connections.set(connection, fresh)
  return fresh
}

/**
 * A statement, inside a transaction that was begun; or with the tenant it runs for, in one message. What stands before one
 * Sync is one transaction to PostgreSQL: neither BEGIN nor COMMIT is sent, and the tenant is forgotten with the statement.
 */
export class Statement extends PgQuery {
  readonly #tenant: string[] | undefined
  #isOwnAnswer: boolean
  #shapes: Map<string, Shape> | undefined
  #shape: Shape | undefined

  /** It has a name, so that PostgreSQL keeps its plan, as long as there are names. */
  constructor({ text, values }: Compiled, tenancy?: Tenancy) {
    super(text)
    this.name = nameOf(text)
    this.values = values
    this.queryMode = 'extended'
    this.#isOwnAnswer = tenancy === undefined
    this.#tenant = tenancy && [
      String(tenancy.organizationId),
      tenancy.clockOffset,
      tenancy.isReadOnly ? 'on' : 'off',
    ]
  }

  override prepare(connection: Connection) {
    if (this.#tenant) {
      connection.bind({ statement: 'tenant', values: this.#tenant })
      connection.execute({})
    }
    if (!this.name) return super.prepare(connection)
    const { shapes, undescribing } = knownOf(connection)
    this.#shapes = shapes
    this.#shape = shapes.get(this.name)
    // PostgreSQL refuses a prepared statement whose columns have changed, so it need not describe them again.
    super.prepare(this.#shape ? undescribing : connection)
  }

  handleRowDescription({ fields }: { fields: pg.FieldDef[] }) {
    this.#shape = shapeOf(fields)
    if (this.name) this.#shapes?.set(this.name, this.#shape)
  }

  handleDataRow({ fields }: { fields: (string | null)[] }) {
    if (!this.#isOwnAnswer || !this.#shape) return
    try {
      this._result.rows.push(rowOf(this.#shape, fields))
    } catch (error) {
      this._canceledDueToError = error
    }
  }

  handleCommandComplete(message: object) {
    if (this.#isOwnAnswer) this._result.addCommandComplete(message)
    this.#isOwnAnswer = true
  }
}

function rowOf({ names, parsers, empty }: Shape, fields: (string | null)[]) {
  const row = { ...empty }
  for (let i = 0; i < fields.length; i++) {
    const text = fields[i]
    if (text != null) row[names[i] as string] = parsers[i]?.(text)
  }
  return row
}

function shapeOf(fields: pg.FieldDef[]): Shape {
  return {
    names: fields.map(({ name }) => name),
    parsers: fields.map(({ dataTypeID }) => pg.types.getTypeParser(dataTypeID)),
    empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
  }
}
