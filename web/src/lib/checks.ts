/** Whether a value from outside is what it is taken for. */
export type Check<T> = (value: unknown) => value is T

export const isString: Check<string> = (value) => typeof value === 'string'
export const isNumber: Check<number> = (value) => typeof value === 'number'
export const isBoolean: Check<boolean> = (value) => typeof value === 'boolean'
export const isAnything: Check<unknown> = (_): _ is unknown => true

export const isOneOf =
  <T>(choices: readonly T[]): Check<T> =>
  (value): value is T =>
    choices.includes(value as T)

export const isNullOr =
  <T>(check: Check<T>): Check<T | null> =>
  (value): value is T | null =>
    value === null || check(value)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object with any keys, each of them holding the same kind of thing. */
export const isRecordOf =
  <T>(check: Check<T>): Check<Record<string, T>> =>
  (value): value is Record<string, T> =>
    isObject(value) && Object.values(value).every(check)

/** An object with these keys. */
export const isShape =
  <T extends object>(checks: { [Key in keyof T]: Check<T[Key]> }): Check<T> =>
  (value): value is T =>
    isObject(value) && Object.entries<Check<unknown>>(checks).every(([key, check]) => check(value[key]))
