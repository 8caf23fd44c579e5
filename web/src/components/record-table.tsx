import type { ReactNode } from 'react'

export interface RecordColumn<Row> {
  title: string
  cell: (row: Row) => ReactNode
  /** Left out on phones. */
  isWide?: boolean
}

interface RecordTableProps<Row> {
  label: string
  rows: readonly Row[]
  /** The first names the record. */
  columns: readonly RecordColumn<Row>[]
}

const headStyle = 'h-7.5 px-3 first:ps-4 text-start font-medium text-muted text-sm'
const cellStyle = 'px-3 first:ps-4 py-1.5'
const wide = (column: { isWide?: boolean }) => (column.isWide ? 'max-sm:hidden' : '')

/** Records that are few and change seldom; what is long and lives is a DataGrid. */
export function RecordTable<Row extends { id: number }>({ label, rows, columns }: RecordTableProps<Row>) {
  return (
    <table aria-label={label} className="w-full border-line border-b">
      <thead>
        <tr className="border-line border-b">
          {columns.map((column) => (
            <th key={column.title} scope="col" className={`${headStyle} ${wide(column)}`}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="border-line border-b bg-surface last:border-b-0 hover:bg-hover">
            {columns.map((column, place) =>
              place === 0 ? (
                <th key={column.title} scope="row" className={`${cellStyle} text-start font-medium`}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.title} className={`${cellStyle} ${wide(column)}`}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
