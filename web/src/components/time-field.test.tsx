import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { renderWith } from '../test/render.tsx'
import { instantOf, localTime, TimeField } from './time-field.tsx'

test('a local time and its instant are the same moment', () => {
  const noon = new Date(2026, 0, 5, 12, 7)
  expect(localTime(noon)).toBe('2026-01-05T12:07')
  expect(instantOf(localTime(noon))).toBe(noon.toISOString())
})

test('a usual time is one press away', async () => {
  const onChange = vi.fn()
  const tomorrow = new Date(2026, 0, 6, 9, 0)
  renderWith(
    <TimeField
      label="Until"
      value=""
      onChange={onChange}
      suggestions={[{ label: 'Tomorrow 9:00', time: tomorrow }]}
    />,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Tomorrow 9:00' }))
  expect(onChange).toHaveBeenCalledWith('2026-01-06T09:00')
})
