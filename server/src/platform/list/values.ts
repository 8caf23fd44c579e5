import { badRequest } from '../errors.ts'

export const refuse = (name: string, expected: string) =>
  badRequest(`${name}: ${expected}`, [{ field: name, code: 'invalid', detail: expected }])

/** What a text in the query string says; otherwise a 400 that names the parameter. */
export type Parse<Value> = (text: string, name: string) => Value

export const integer: Parse<number> = (text, name) => {
  if (!/^-?\d{1,15}$/.test(text)) throw refuse(name, 'must be an integer')
  return Number(text)
}
export const boolean: Parse<boolean> = (text, name) => {
  if (!/^(true|false)$/i.test(text)) throw refuse(name, 'must be true or false')
  return text.toLowerCase() === 'true'
}
export const timestamp: Parse<string> = (text, name) => {
  const time = new Date(text)
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time.getTime()))
    throw refuse(name, 'must be an ISO 8601 time')
  return time.toISOString()
}
export const list =
  <Value>(parse: Parse<Value>): Parse<Value[]> =>
  (text, name) => {
    const items = text.split(',').filter((item) => item !== '')
    if (items.length === 0 || items.length > 1000)
      throw refuse(name, 'must be 1 to 1000 values separated by commas')
    return items.map((item) => parse(item.trim(), name))
  }
