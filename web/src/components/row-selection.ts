/** Rows from one to the other, both included, whichever comes first. */
export function rowRange<Key>(keys: readonly Key[], from: Key, to: Key): Key[] {
  const [a, b] = [keys.indexOf(from), keys.indexOf(to)]
  if (a < 0 || b < 0) return b < 0 ? [] : [to]
  return keys.slice(Math.min(a, b), Math.max(a, b) + 1)
}

export function toggled<Key>(selected: ReadonlySet<Key>, key: Key): Set<Key> {
  const next = new Set(selected)
  if (!next.delete(key)) next.add(key)
  return next
}
