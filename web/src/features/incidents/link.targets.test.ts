import { expect, test } from 'vitest'
import { targetOf } from './link.targets.ts'

test('a link asks for the target that was chosen, where its kind takes it, else for the usual one', () => {
  expect(targetOf('related_to', 'problem_reference')).toBe('problem_reference')
  expect(targetOf('resolved_by', 'linked_incident_id')).toBe('change_reference')
  expect(targetOf('duplicate_of', 'change_reference')).toBe('linked_incident_id')
  expect(targetOf('caused_by', undefined)).toBe('problem_reference')
})
