import type { SortColumn } from 'react-data-grid'

export interface Sortable {
  key: string
  /** The API's ordering field where it differs from the column's key. */
  orderBy?: string
}

/** `-severity,starts_at`, as the API and the address write it, into what the grid draws. */
export function sortColumnsOf(ordering: string | undefined, columns: readonly Sortable[]): SortColumn[] {
  const fields = ordering ? ordering.split(',') : []
  return fields.flatMap((field) => {
    const name = field.replace(/^-/, '')
    const column = columns.find(({ key, orderBy }) => (orderBy ?? key) === name)
    return column ? [{ columnKey: column.key, direction: field.startsWith('-') ? 'DESC' : 'ASC' }] : []
  })
}

export function orderingOf(sorted: readonly SortColumn[], columns: readonly Sortable[]): string | undefined {
  const fields = sorted.map(({ columnKey, direction }) => {
    const name = columns.find(({ key }) => key === columnKey)?.orderBy ?? columnKey
    return direction === 'DESC' ? `-${name}` : name
  })
  return fields.join(',') || undefined
}
