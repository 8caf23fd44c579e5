import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { createQueryClient } from '../../lib/api/query-client.ts'
import { showProblem } from '../show-problem.ts'

/** What is read through other eyes is remembered apart from one's own, and forgotten with them. */
export function OtherEyes({ children }: { children: ReactNode }) {
  const [queryClient] = useState(() => createQueryClient(showProblem))
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
}
