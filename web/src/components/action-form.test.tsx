import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { Problem } from '../lib/api/problem.ts'
import { renderWith } from '../test/render.tsx'
import type { ActionField } from './action-field.tsx'
import ActionForm from './action-form.tsx'

const fields: Record<string, ActionField> = {
  resolution_notes: { label: 'Notes', kind: 'textarea' },
  user_id: { label: 'Assignee', kind: 'text', isOffered: true, toValue: Number },
  hold_reason: { label: 'Reason', kind: 'text' },
}

test('it asks for what the action requires and what is offered, by the name of the field where nobody described it', () => {
  renderWith(
    <ActionForm
      requires={['resolution_notes', 'root_cause']}
      fields={fields}
      submit="Resolve"
      onSubmit={async () => {}}
    />,
  )
  expect(screen.getByLabelText(/^Notes/)).toBeTruthy()
  expect(screen.getByLabelText(/^Assignee/)).toBeTruthy()
  expect(screen.getByLabelText(/^root cause/)).toBeTruthy()
  expect(screen.queryByLabelText(/^Reason/)).toBeNull()
})

test('it sends what was entered in the types of the API, without the fields left empty', async () => {
  const onSubmit = vi.fn(async () => {})
  renderWith(<ActionForm requires={[]} fields={fields} submit="Assign" onSubmit={onSubmit} />)
  await userEvent.type(screen.getByLabelText('Assignee'), '7')
  await userEvent.click(screen.getByRole('button', { name: 'Assign' }))
  expect(onSubmit).toHaveBeenCalledWith({ user_id: 7 })
})

test('one answer leads to other questions; what is no longer asked is not sent', async () => {
  const onSubmit = vi.fn(async () => {})
  const asked = ({ hold_reason }: Readonly<Record<string, string>>): Record<string, ActionField> => ({
    hold_reason: { label: 'Reason', kind: 'text', isOffered: true },
    ...(hold_reason === 'change' && { change: { label: 'Change', kind: 'text', isRequired: true } }),
  })
  renderWith(<ActionForm requires={[]} fields={asked} submit="Hold" onSubmit={onSubmit} />)
  const reason = screen.getByLabelText('Reason')
  expect(screen.queryByLabelText(/^Change/)).toBeNull()
  await userEvent.type(reason, 'change')
  await userEvent.type(screen.getByLabelText(/^Change/), 'CHG-1')
  await userEvent.type(reason, 'd')
  expect(screen.queryByLabelText(/^Change/)).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Hold' }))
  expect(onSubmit).toHaveBeenCalledWith({ hold_reason: 'changed' })
})

test('what was filled in beforehand and is taken away goes as null', async () => {
  const onSubmit = vi.fn(async () => {})
  const bridge: ActionField = { label: 'Bridge', kind: 'text', isOffered: true, initial: 'https://a' }
  const note: ActionField = { label: 'Note', kind: 'text', isOffered: true, initial: '' }
  renderWith(<ActionForm requires={[]} fields={{ bridge, note }} submit="Plan" onSubmit={onSubmit} />)
  await userEvent.clear(screen.getByLabelText('Bridge'))
  await userEvent.click(screen.getByRole('button', { name: 'Plan' }))
  expect(onSubmit).toHaveBeenCalledWith({ bridge: null })
})

test('numbers, times and boxes go in the types of the API', async () => {
  const onSubmit = vi.fn(async () => {})
  const all: Record<string, ActionField> = {
    minutes: { label: 'Minutes', kind: 'number', isOffered: true, initial: '30' },
    until: { label: 'Until', kind: 'time', isOffered: true, initial: '2026-06-01T09:30' },
    children: { label: 'Children too', kind: 'checkbox', isOffered: true, initial: 'true' },
  }
  renderWith(<ActionForm requires={[]} fields={all} submit="Go" onSubmit={onSubmit} />)
  await userEvent.click(screen.getByRole('checkbox', { name: 'Children too' }))
  await userEvent.click(screen.getByRole('button', { name: 'Go' }))
  const until = new Date(2026, 5, 1, 9, 30).toISOString()
  expect(onSubmit).toHaveBeenCalledWith({ minutes: 30, until, children: false })
})

test('an error of the server stands at its field, and what was typed stays', async () => {
  const errors = [{ field: 'resolution_notes', code: 'too_short', detail: 'At least 10 characters.' }]
  const refused = new Problem({
    title: 'Invalid',
    status: 422,
    code: 'invalid',
    detail: 'Please check.',
    errors,
  })
  renderWith(
    <ActionForm
      requires={['resolution_notes']}
      fields={fields}
      submit="Resolve"
      onSubmit={() => Promise.reject(refused)}
    />,
  )
  const notes = screen.getByLabelText<HTMLTextAreaElement>(/^Notes/)
  await userEvent.type(notes, 'fixed')
  await userEvent.click(screen.getByRole('button', { name: 'Resolve' }))
  const message = await screen.findByText('At least 10 characters.')
  expect(notes.getAttribute('aria-describedby')).toContain(message.closest('[id]')?.id)
  expect(notes.value).toBe('fixed')
})
