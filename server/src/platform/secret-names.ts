const SECRET = /password|secret|token|^key$|_key$|hash/i
/** What only sounds like one; with a kind before it, of that noun alone. */
const NOT_SECRET = new Set(['dedup_key', 'password_min_length', 'role.key'])

/** Is a field of this name a secret? @param kind of the noun, where it is known */
export const isSecretName = (name: string, kind = '') =>
  SECRET.test(name) && !NOT_SECRET.has(name) && !NOT_SECRET.has(`${kind}.${name}`)
