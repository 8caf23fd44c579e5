import pg from 'pg'

/** What a connection must know before the first TenantQuery: the tenant and, in tests, the clock, for one transaction. */
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
  fields: unknown[]
}
interface PgQuery {
  name?: string
  callback: (error: Error | null, result: pg.QueryResult) => void
  _result: Shape
  _accumulateRows: boolean
  prepare(connection: Connection): void
  handleRowDescription(message: object): void
  handleDataRow(message: object): void
  handleCommandComplete(message: object, connection: Connection): void
}
const PgQuery = pg.Query as unknown as new (config: object) => PgQuery

/** The columns that a connection's prepared statements have answered with, by the statement's name. */
const shapes = new WeakMap<Connection, Map<string, Shape>>()

/**
 * A statement and the tenant it runs for, in one message. What stands before one Sync is one transaction to
 * PostgreSQL: neither BEGIN nor COMMIT is sent, and the tenant is forgotten with the statement.
 */
export class TenantQuery extends PgQuery {
  readonly #tenant: string[]
  #shapes = new Map<string, Shape>()
  #isTenantSet = false

  constructor(config: pg.QueryConfig, { organizationId, clockOffset, isReadOnly }: Tenancy) {
    super({ ...config, queryMode: 'extended' })
    this.#tenant = [String(organizationId), clockOffset, isReadOnly ? 'on' : 'off']
  }

  override prepare(connection: Connection) {
    connection.bind({ statement: 'tenant', values: this.#tenant })
    connection.execute({})
    this.#shapes = shapes.get(connection) ?? this.#shapes
    shapes.set(connection, this.#shapes)
    const shape = this.#shapes.get(this.name ?? '')
    if (!shape) return super.prepare(connection)
    // PostgreSQL refuses a prepared statement whose columns have changed, so it need not describe them again.
    Object.assign(this._result, shape)
    this._accumulateRows = true
    super.prepare(Object.create(connection, { describe: { value: () => {} } }))
  }

  override handleRowDescription(message: object) {
    super.handleRowDescription(message)
    if (this.name) this.#shapes.set(this.name, shapeOf(this._result))
  }

  override handleDataRow(message: object) {
    if (this.#isTenantSet) super.handleDataRow(message)
  }

  override handleCommandComplete(message: object, connection: Connection) {
    if (this.#isTenantSet) super.handleCommandComplete(message, connection)
    this.#isTenantSet = true
  }
}

/** What pg derives of the description: fields, parsers, an empty row. Rows and command are each answer's own. */
function shapeOf(result: Shape): Shape {
  const { fields, _parsers, _prebuiltEmptyResultObject } = result as Shape & Record<string, unknown>
  return { fields, _parsers, _prebuiltEmptyResultObject } as Shape
}
