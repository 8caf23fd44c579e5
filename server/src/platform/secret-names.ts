const SECRET = /password|secret|token|^key$|_key$|hash/i
const NOT_SECRET = new Set(['dedup_key'])

/** Is a field of this name a secret, in whatever noun? */
export const isSecretName = (name: string) => SECRET.test(name) && !NOT_SECRET.has(name)
