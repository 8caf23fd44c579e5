import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/**
 * What stands behind the `?`, as plain text: the keys of a view are the query keys of the API (`status`, `severity__gte`, `ordering`),
 * so a link can be read, and sent on as it is. A key given twice is kept as one with commas.
 */
export type Search = Record<string, string | undefined>

export function parseSearch(text: string): Search {
  const search: Search = {}
  for (const [key, value] of new URLSearchParams(text))
    search[key] = search[key] === undefined ? value : `${search[key]},${value}`
  return search
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search))
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value))
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return text && `?${text}`
}

/** The validator of every route: it lets all keys pass, so that another page's or a newer version's key survives. */
export const anySearch = (search: Record<string, unknown>): Search => search as Search

/** Merges a change into the search; an empty value removes its key. Other keys stay. */
export function patchSearch(search: Search, change: Search): Search {
  return Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value))
}

/**
 * The page's state in its address: `const [search, setSearch] = useUrlState()`, `setSearch({ status: 'open', page: undefined })`.
 * `replace` writes over the current entry of the history, for what "back" should not step through (typing in a search box).
 */
export function useUrlState() {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const setSearch = useCallback(
    (change: Search, options?: { replace?: boolean }) =>
      navigate({ to: '.', search: (old: Search) => patchSearch(old, change), ...options }),
    [navigate],
  )
  return [search, setSearch] as const
}
