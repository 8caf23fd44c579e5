import { useText } from '../../lib/i18n/messages.ts'
import { kindWords } from './audit.messages.ts'

const sentence = (name: string) => {
  const spaced = name.replaceAll('_', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

/** The kind of a record as people say it; one that has no words yet says its own name. */
export function useKindName() {
  const text = useText()
  return (kind: string) =>
    kind in kindWords ? text(kindWords[kind as keyof typeof kindWords]) : sentence(kind)
}

/** `incident.priority_overridden` is "Priority overridden": the kind stands beside it. */
export const deedOf = (event: string) => sentence(event.slice(event.indexOf('.') + 1))

interface Said {
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

export interface Difference {
  field: string
  before: unknown
  after: unknown
}

/** Field by field; what was said along has no before. */
export function differencesOf({ before, after }: Said): Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return fields.map((field) => ({ field, before: before?.[field], after: after?.[field] }))
}

/** A value as it stands in the ledger. */
export function shownValue(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
