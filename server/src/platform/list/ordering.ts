import { type RawBuilder, sql } from 'kysely'
import { badRequest } from '../errors.ts'
import type { Predicate } from './filters.ts'

/** A column a list may be ordered by. It is not nullable, so that keyset paging has no holes. */
export interface OrderColumn {
  column: string
  type: 'text' | 'bigint' | 'smallint' | 'timestamptz' | 'integer'
}

export interface OrderTerm extends OrderColumn {
  isDescending: boolean
}

const ID: OrderColumn = { column: 't.id', type: 'bigint' }

/** `-priority,created_at` to terms; the id closes every order, in the direction of the last term. */
export function parseOrdering(text: string, allowed: Record<string, OrderColumn>): OrderTerm[] {
  const terms = text.split(',').map((word) => {
    const name = word.trim().replace(/^-/, '')
    const column = name === 'id' ? ID : allowed[name]
    if (!column) {
      const detail = `${name} cannot be ordered by; ${Object.keys(allowed).join(', ')} can`
      throw badRequest(`ordering: ${detail}`, [{ field: 'ordering', code: 'unknown', detail }])
    }
    return { ...column, isDescending: word.trim().startsWith('-') }
  })
  const last = terms.at(-1)
  if (last?.column !== ID.column) terms.push({ ...ID, isDescending: last?.isDescending ?? false })
  return terms
}

export function orderBy(terms: OrderTerm[]): RawBuilder<unknown> {
  return sql.join(
    terms.map((term) => sql`${sql.ref(term.column)} ${sql.raw(term.isDescending ? 'desc' : 'asc')}`),
  )
}

/** The values a row is placed by, as a JSON array of texts, exact to the microsecond. */
export function placeOf(terms: OrderTerm[]): RawBuilder<string> {
  return sql`to_json(array[${sql.join(terms.map((term) => sql`${sql.ref(term.column)}::text`))}])::text`
}

type ValueOf = (index: number) => RawBuilder<unknown>

/** Of a place that a cursor carries. */
export const valuesIn =
  (terms: OrderTerm[], place: string[]): ValueOf =>
  (index) =>
    sql`${place[index]}::${sql.raw(terms[index]?.type ?? 'text')}`

/** Of the row that a cursor names, where it must not carry what its reader may not see. */
export const valuesOfRow =
  (terms: OrderTerm[], from: RawBuilder<unknown>, [id]: string[]): ValueOf =>
  (index) =>
    sql`(select ${sql.ref(terms[index]?.column ?? ID.column)} from ${from} where t.id = ${id}::bigint)`

/** What comes after a place: a row comparison where all directions agree, else spelled out. */
export function after(terms: OrderTerm[], value: ValueOf): Predicate {
  const columns = terms.map((term) => sql.ref(term.column))
  const isUniform = terms.every((term) => term.isDescending === terms[0]?.isDescending)
  if (isUniform) {
    const sign = sql.raw(terms[0]?.isDescending ? '<' : '>')
    return sql`(${sql.join(columns)}) ${sign} (${sql.join(terms.map((_, index) => value(index)))})`
  }
  const alternatives = terms.map((term, index) => {
    const equal = terms.slice(0, index).map((_, earlier) => sql`${columns[earlier]} = ${value(earlier)}`)
    const beyond = sql`${columns[index]} ${sql.raw(term.isDescending ? '<' : '>')} ${value(index)}`
    return sql`(${sql.join([...equal, beyond], sql` and `)})`
  })
  return sql`(${sql.join(alternatives, sql` or `)})`
}

export function encodeCursor(ordering: string, place: string) {
  return Buffer.from(JSON.stringify([ordering, ...JSON.parse(place)])).toString('base64url')
}

/** @param terms those that the cursor carries */
export function decodeCursor(cursor: string, ordering: string, terms: OrderTerm[]): string[] {
  const refusal = badRequest('cursor: is not one that this list gave for this ordering', [
    { field: 'cursor', code: 'invalid', detail: 'is not one that this list gave for this ordering' },
  ])
  try {
    const [of, ...place] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[]
    if (of !== ordering || place.length !== terms.length) throw refusal
    if (!place.every((value, index) => isOfType(value, terms[index]))) throw refusal
    return place
  } catch {
    throw refusal
  }
}

function isOfType(value: unknown, term: OrderTerm | undefined) {
  if (typeof value !== 'string' || !term) return false
  if (term.type === 'text') return true
  if (term.type === 'timestamptz') return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(value)
  return /^-?\d{1,19}$/.test(value)
}
