import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderWith } from '../../test/render.tsx'
import { PriorityReasons } from './priority-reasons.tsx'

const told = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent)

test('each step from what people said to the priority is a sentence', () => {
  renderWith(
    <PriorityReasons
      reasons={[
        { rule: 'item_criticality', field: 'impact', from: 3, to: 1, input: 'high' },
        { rule: 'affected_users', field: 'impact', from: 3, to: 2, input: '25' },
        { rule: 'vip_requester', field: 'urgency', from: 2, to: 1, input: 'vip' },
        { rule: 'matrix', field: 'priority', from: null, to: 1, input: '1/1' },
        { rule: 'override', field: 'priority', from: 1, to: 3, input: 'They are on holiday' },
      ]}
    />,
  )
  expect(told()).toEqual([
    'Impact Low → High: the item is of high criticality',
    'Impact Low → Medium: 25 people are affected',
    'Urgency Medium → High: the requester is a VIP',
    'High impact, High urgency: P1 by the matrix',
    'Set by hand from P1 to P3: They are on holiday',
  ])
})

test('a reason that is kept from the reader, and a rule that nobody described, still make sense', () => {
  renderWith(
    <PriorityReasons
      reasons={[
        { rule: 'override', field: 'priority', from: 1, to: 3, input: null },
        { rule: 'full_moon', field: 'priority', from: null, to: 2, input: 'x' },
      ]}
    />,
  )
  expect(told()).toEqual(['Set by hand from P1 to P3', 'full moon: 2'])
})
