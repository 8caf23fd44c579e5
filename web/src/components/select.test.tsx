import { screen } from '@testing-library/react'
import { Form } from 'react-aria-components'
import { expect, test } from 'vitest'
import { renderWith } from '../test/render.tsx'
import { Select } from './select.tsx'

const options = [{ id: '2', label: 'Medium', detail: 'a team' }]

test('the closed box shows the name of the choice, not its hint', () => {
  renderWith(<Select label="Impact" options={options} value="2" />)
  expect(screen.getByRole('button').textContent).toBe('Medium')
})

test('without a choice it asks for one', () => {
  renderWith(<Select label="Impact" options={options} value={null} />)
  expect(screen.getByRole('button').textContent).toBe('Choose…')
})

test('what failed stands below it, and the field is marked', () => {
  renderWith(
    <Form validationErrors={{ impact: 'Say how far it reaches.' }}>
      <Select name="impact" label="Impact" options={options} value={null} isRequired />
    </Form>,
  )
  expect(screen.getByText('Say how far it reaches.')).toBeTruthy()
  expect(screen.getByRole('button').closest('[data-invalid].group')).not.toBeNull()
})
