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
