import { MutationCache, QueryClient } from '@tanstack/react-query'
import { asProblem, type Problem } from './problem.ts'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Problem
    /** `quiet`: the form shows the problem itself, no toast. */
    mutationMeta: { quiet?: boolean }
  }
}

const MAX_RETRIES = 2

/** Only what may pass by itself is tried again: no answer at all, or a server that is overloaded or restarting. */
function retry(failures: number, error: unknown) {
  const { status, code } = asProblem(error)
  return failures < MAX_RETRIES && (code === 'network' || status >= 500)
}

export function createQueryClient(onMutationProblem: (problem: Problem) => void) {
  return new QueryClient({
    defaultOptions: { queries: { retry, staleTime: 10_000 }, mutations: { retry: false } },
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (!mutation.meta?.quiet) onMutationProblem(asProblem(error))
      },
    }),
  })
}
