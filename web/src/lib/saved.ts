/** What this browser remembers for its user; a full or forbidden storage never stops the work. */
export function readSaved<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`watchdesk.${key}`)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}

export function writeSaved(key: string, value: unknown) {
  try {
    localStorage.setItem(`watchdesk.${key}`, JSON.stringify(value))
  } catch {
    // Private windows may refuse: the choice then lasts as long as the page.
  }
}
