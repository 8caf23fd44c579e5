import type { TestServer } from './harness.ts'

const TENANTS = 200
const ROWS_PER_TENANT = 1000
/** Tenants work by turns, so many records at a time: a morning's tickets, a storm, an import. */
const AT_A_TURN = 25
const FIRST_ID = 10_000_000

/** For a template `t`: the number of a copy, `n`, and the tenant that it is of. */
const COPIES = `generate_series(0, ${TENANTS * ROWS_PER_TENANT - 1}) n, lateral (select ${ofTenant('t.organization_id')} as id) tenant`

/** In the copies of our own tenant this, in those of each other one something else. */
function ofTenant(own: string | number) {
  const turn = `n / ${AT_A_TURN} % ${TENANTS}`
  return `case when ${turn} = 0 then ${own} else ${FIRST_ID} + ${turn} end`
}

interface Column {
  name: string
  type: string
  /** Of a unique index: must differ from record to record. */
  isKey: boolean
  /** What it points to. */
  target: string | null
}

/**
 * Of one record after the other, a thousand copies for its tenant among those of 199 others. Each copy points to another of
 * the copies that were made before. @param shared what a tenant's copies have in common, by `table.column`
 */
export function createCrowd({ sql }: Pick<TestServer, 'sql'>, shared: Record<string, number>) {
  const made = new Set<string>()

  function copied(table: string, { name, type, isKey, target }: Column) {
    const column = `t."${name}"`
    if (name === 'id') return `${FIRST_ID} + n`
    if (name === 'organization_id') return 'tenant.id'
    const common = shared[`${table}.${name}`]
    if (common !== undefined) return ofTenant(common)
    if (target && made.has(target)) return `case when ${column} is not null then ${FIRST_ID} + n end`
    if (/^timestamp/.test(type)) return `${column} - n * interval '1 second'`
    if (!isKey) return column
    return type === 'text' ? `${column} || n` : `${column} + n`
  }

  /** @param kind of search documents, for what can be searched */
  return async (table: string, templateId: number, kind?: string) => {
    const columns = await columnsOf(sql, table, Object.keys(shared))
    const { definitions, drops } = await indexesOf(sql, `app.${table}`)
    const names = columns.map(({ name }) => `"${name}"`).join(', ')
    // One query of several statements is one transaction, in which triggers and foreign keys rest.
    await sql(`set local session_replication_role = replica; ${drops.join('; ')};
      insert into app.${table} (${names}) overriding system value select ${columns.map((column) => copied(table, column)).join(', ')}
      from app.${table} t, ${COPIES} where t.id = ${templateId}; ${definitions.join('; ')}`)
    await sql(`vacuum (analyze) app.${table}`)
    if (kind) await makeDocuments(sql, kind, templateId)
    made.add(table)
  }
}

/** The words of those of one noun at a time, as the trigger that rests would have written them: on the shelf of each tenant. */
async function makeDocuments(sql: Sql, kind: string, templateId: number) {
  const { definitions, drops } = await indexesOf(sql, 'search.documents')
  await sql(`set local session_replication_role = replica; ${drops.join('; ')}; delete from search.documents where record_id >= ${FIRST_ID};
    insert into search.documents (organization_id, kind, record_id, words, public_words)
    select tenant.id, t.kind, ${FIRST_ID} + n, ${moved('words')}, ${moved('public_words')} from search.documents t, ${COPIES}
    where t.kind = '${kind}' and t.record_id = ${templateId}; ${definitions.join('; ')}`)
  await sql('vacuum (analyze) search.documents')
}

/** From the template's shelf to that of the copy's tenant. */
const moved = (words: string) =>
  `replace(t.${words}::text, search.shelf(t.organization_id, t.kind), search.shelf(tenant.id, t.kind))::tsvector`

type Sql = TestServer['sql']

const columnsOf = (sql: Sql, table: string, shared: string[]) =>
  sql<Column>(
    `with keys as (select distinct on (i.indexrelid) a.attnum from pg_index i join pg_attribute a on a.attrelid = i.indrelid
        and a.attnum = any(i.indkey) and a.attname not in ('id', 'organization_id')
        and $2 || '.' || a.attname <> all ($3::text[])
        where i.indrelid = $1::regclass and i.indisunique
        order by i.indexrelid, a.atttypid <> 'bigint'::regtype, a.attnum)
      select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnum in (select attnum from keys) as "isKey",
        (select c.relname from pg_constraint f join pg_class c on c.oid = f.confrelid
          where f.conrelid = a.attrelid and f.contype = 'f' and f.conkey[array_upper(f.conkey, 1)] = a.attnum limit 1) as target
      from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      order by a.attnum`,
    [`app.${table}`, table, shared],
  )

/** Those that no constraint stands on: building them once is cheaper than keeping them row by row. */
async function indexesOf(sql: Sql, table: string) {
  const indexes = await sql<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = indexrelid)`,
    [table],
  )
  return {
    definitions: indexes.map(({ definition }) => definition.replace(' ON ONLY ', ' ON ')),
    drops: indexes.map(({ name }) => `drop index ${name}`),
  }
}
