import type { Check } from './checks.ts'

/** What this browser remembers for its user. An older version, another program or a person may have written it: what fails its check is dropped. */
export function readSaved<T>(key: string, check: Check<T>, fallback: T): T {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(`watchdesk.${key}`) ?? 'null')
    return check(saved) ? saved : fallback
  } catch {
    return fallback
  }
}

/** A full or forbidden storage never stops the work. */
export function writeSaved(key: string, value: unknown) {
  try {
    localStorage.setItem(`watchdesk.${key}`, JSON.stringify(value))
  } catch {
    // Private windows may refuse: the choice then lasts as long as the page.
  }
}
