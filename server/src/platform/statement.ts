import pg from 'pg'
import type { Compiled } from './compile.ts'

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

interface Prepared {
  name: string
  /** Its columns, once it has been described. */
  shape?: Shape
}
/** What is known of a connection: its prepared statements by their text, and itself without asking for their columns. */
interface Known {
  prepared: Map<string, Prepared>
  undescribing: Connection
}
const connections = new WeakMap<Connection, Known>()

function knownOf(connection: Connection): Known {
  const known = connections.get(connection)
  if (known) return known
  const undescribing = Object.create(connection, { describe: { value: () => {} } })
  const fresh = { prepared: new Map(), undescribing }
  connections.set(connection, fresh)
  return fresh
}

/** For each connection. */
export const MOST_PREPARED = 1000

/**
 * What has a name is parsed once for a connection, and PostgreSQL may keep its plan. So only the first texts get one: who
 * varies a query without end must not fill the server's memory.
 */
function rememberPrepared(prepared: Known['prepared'], text: string): Prepared | undefined {
  const found = prepared.get(text)
  if (found || prepared.size >= MOST_PREPARED) return found
  const made = { name: `text ${prepared.size}` }
  prepared.set(text, made)
  return made
}

/**
 * A statement, inside a transaction that was begun; or with the tenant it runs for, in one message. What stands before one
 * Sync is one transaction to PostgreSQL: neither BEGIN nor COMMIT is sent, and the tenant is forgotten with the statement.
 */
export class Statement extends PgQuery {
  readonly #tenant: string[] | undefined
  #isOwnAnswer: boolean
  #prepared: Prepared | undefined
  #shape: Shape | undefined

  constructor({ text, values }: Compiled, tenancy?: Tenancy) {
    super(text)
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
    const { prepared, undescribing } = knownOf(connection)
    this.#prepared = rememberPrepared(prepared, this.text)
    this.name = this.#prepared?.name
    this.#shape = this.#prepared?.shape
    // PostgreSQL refuses a prepared statement whose columns have changed, so it need not describe them again.
    super.prepare(this.#shape ? undescribing : connection)
  }

  handleRowDescription({ fields }: { fields: pg.FieldDef[] }) {
    this.#shape = shapeOf(fields)
    if (this.#prepared) this.#prepared.shape = this.#shape
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
