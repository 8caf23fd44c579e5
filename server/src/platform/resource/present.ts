import type { Reference } from '../http/schema.ts'

/** `{ id, name }` of a joined record; null when there is none. */
export function reference(id: number | null, name: string | null): Reference | null {
  return id === null ? null : { id, name: name ?? '' }
}
