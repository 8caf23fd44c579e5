/** A request with holes, `{{name}}`, which the load fills anew for each. */
export interface Call {
  method: 'GET' | 'POST'
  path: string
  body?: string
  headers?: Record<string, string>
  /** The body is an array of so many; `{{item}}` is each one's number, in two digits. */
  batch?: number
  /** A whole number from these bounds, both included, the same throughout a request. */
  holes: Record<string, [from: number, to: number]>
}

export const BATCH_ITEM = 'item'

/** One request of the kind, with these values. */
export function filled({ path, body, batch }: Call, values: Record<string, number>) {
  const fill = (text: string, item = 0) =>
    text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      if (name === BATCH_ITEM) return String(item).padStart(2, '0')
      const value = values[name]
      if (value === undefined) throw new Error(`nothing fills {{${name}}}`)
      return String(value)
    })
  const items = batch && body ? Array.from({ length: batch }, (_, item) => fill(body, item)) : []
  return { path: fill(path), body: items.length > 0 ? `[${items.join(',')}]` : body && fill(body) }
}
