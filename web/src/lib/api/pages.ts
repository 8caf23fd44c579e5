/** One page of a list, as the API hands it out; `next` is the address of the page after it. */
export interface Page<T> {
  results: readonly T[]
  next: string | null
}

/** What to ask for after this page; null at the end. */
export const nextCursor = ({ next }: Pick<Page<unknown>, 'next'>) =>
  next && new URL(next, location.origin).searchParams.get('cursor')

/** The rows of all pages, each once: one may stand on two when it moved between the two requests. */
export function rowsOf<T extends { id: number }>(
  data: { pages: readonly Page<T>[] } | undefined,
): readonly T[] {
  const rows = data?.pages.flatMap(({ results }) => results) ?? []
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}
