import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { nextCursor, type Page } from './pages.ts'

const PAGE_SIZE = 100

export interface RecordQuery {
  search?: string
  cursor: string
  page_size: number
}

/** The list of a noun, page after page. @param noun begins the keys of everything that is remembered of it */
export function useRecords<Row>(
  noun: string,
  search: string,
  read: (query: RecordQuery, signal: AbortSignal) => Promise<Page<Row>>,
) {
  return useInfiniteQuery({
    queryKey: [noun, 'list', search],
    queryFn: ({ pageParam: cursor, signal }) =>
      read({ cursor, page_size: PAGE_SIZE, ...(search && { search }) }, signal),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  })
}

/** A change after which what is remembered of these nouns is asked for again. @param isQuiet where a form shows the problem itself */
export function useRecordChange<Input, Answer>(
  nouns: readonly string[],
  mutationFn: (input: Input) => Promise<Answer>,
  isQuiet = false,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    meta: { quiet: isQuiet },
    onSuccess: () => Promise.all(nouns.map((noun) => client.invalidateQueries({ queryKey: [noun] }))),
  })
}

/** A change of the version that was seen: refused when somebody was faster. */
export const ofVersion = (id: number, version?: number) => ({
  path: { id },
  header: version === undefined ? {} : { 'if-match': `"v${version}"` },
})
