import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { listenForShortcuts } from '../lib/shortcuts/registry.ts'
import { renderWith } from '../test/render.tsx'
import { DataGrid } from './data-grid.tsx'
import type { GridColumn } from './grid-columns.tsx'
import { orderingOf, sortColumnsOf } from './grid-sort.ts'
import { rowRange, toggled } from './row-selection.ts'

interface Row {
  id: number
  title: string
}

const rowOf = (id: number): Row => ({ id, title: `row ${id}` })
const columns: GridColumn<Row>[] = [
  { key: 'title', name: 'Title', width: 200, isSortable: true, render: ({ title }) => title },
]
const keyOf = ({ id }: Row) => id
const opened = vi.fn()
const allAsked = vi.fn()

function List({ rows }: { rows: Row[] }) {
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  return (
    <>
      <output>{[...selected].sort((a, b) => a - b).join(',')}</output>
      <DataGrid
        id="test"
        label="Rows"
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        selected={selected}
        onSelectedChange={setSelected}
        onSelectAll={allAsked}
        onOpen={opened}
        empty="nothing here"
      />
    </>
  )
}

const selection = () => screen.getByRole('status').textContent
const cell = (id: number) => screen.getByText(`row ${id}`)
const rows = [1, 2, 3, 4, 5].map(rowOf)

test('a click with Shift selects the rows from the cursor to it', () => {
  renderWith(<List rows={rows} />)
  fireEvent.mouseDown(cell(2))
  fireEvent.click(cell(2))
  fireEvent.click(cell(4), { shiftKey: true })
  expect(selection()).toBe('2,3,4')
})

test('a click with Ctrl selects one row more, and lets it go again', () => {
  renderWith(<List rows={rows} />)
  fireEvent.click(cell(1), { ctrlKey: true })
  fireEvent.click(cell(3), { ctrlKey: true })
  fireEvent.click(cell(1), { ctrlKey: true })
  expect(selection()).toBe('3')
})

test('j and k move, x selects, Shift+J extends, o opens, Escape clears', async () => {
  const stop = listenForShortcuts()
  const user = userEvent.setup()
  renderWith(<List rows={rows} />)
  await user.keyboard('jjx')
  expect(selection()).toBe('2')
  await user.keyboard('{Shift>}JJ{/Shift}')
  expect(selection()).toBe('2,3,4')
  await user.keyboard('ko')
  expect(opened).toHaveBeenLastCalledWith(rowOf(3))
  await user.keyboard('{Escape}')
  expect(selection()).toBe('')
  stop()
})

test('Ctrl+A selects all rows; pressed again it asks for those beyond them', async () => {
  const stop = listenForShortcuts()
  const user = userEvent.setup()
  renderWith(<List rows={rows} />)
  await user.keyboard('{Control>}a{/Control}')
  expect(selection()).toBe('1,2,3,4,5')
  expect(allAsked).not.toHaveBeenCalled()
  await user.keyboard('{Control>}a{/Control}')
  expect(allAsked).toHaveBeenCalledOnce()
  stop()
})

test('the cursor stays on its record when live rows push it down', async () => {
  const stop = listenForShortcuts()
  const user = userEvent.setup()
  const view = renderWith(<List rows={rows} />)
  await user.keyboard('jj')
  view.rerender(<List rows={[rowOf(9), rowOf(8), ...rows]} />)
  await user.keyboard('x')
  expect(selection()).toBe('2')
  await user.keyboard('{ArrowDown}x')
  expect(selection()).toBe('2,3')
  stop()
})

test('when its record leaves, the cursor stays in its place, on the record that moved up', async () => {
  const stop = listenForShortcuts()
  const user = userEvent.setup()
  const view = renderWith(<List rows={rows} />)
  await user.keyboard('jj')
  view.rerender(<List rows={rows.filter(({ id }) => id !== 2)} />)
  await user.keyboard('x')
  expect(selection()).toBe('3')
  await user.keyboard('jx')
  expect(selection()).toBe('3,4')
  stop()
})

test('an empty list says what the caller says', () => {
  renderWith(<List rows={[]} />)
  expect(screen.getByText('nothing here')).toBeTruthy()
})

test('a range goes either way, and starts at its end when its start is gone', () => {
  expect(rowRange([1, 2, 3, 4], 3, 1)).toEqual([1, 2, 3])
  expect(rowRange([1, 2, 3], 9, 2)).toEqual([2])
  expect(rowRange([1, 2, 3], 1, 9)).toEqual([])
  expect(toggled(new Set([1, 2]), 2)).toEqual(new Set([1]))
})

test('the ordering of the address and the sort marks of the grid say the same', () => {
  const sortable = [{ key: 'severity' }, { key: 'seen', orderBy: 'last_seen_at' }]
  const marks = sortColumnsOf('-severity,last_seen_at,unknown', sortable)
  expect(marks).toEqual([
    { columnKey: 'severity', direction: 'DESC' },
    { columnKey: 'seen', direction: 'ASC' },
  ])
  expect(orderingOf(marks, sortable)).toBe('-severity,last_seen_at')
  expect(orderingOf([], sortable)).toBeUndefined()
})
