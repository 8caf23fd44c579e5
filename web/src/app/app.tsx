import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { createQueryClient } from '../lib/api/query-client.ts'
import { Language } from '../lib/i18n/language.tsx'
import { createAppRouter } from './router.tsx'
import { showProblem } from './show-problem.ts'

export function App() {
  const [router] = useState(createAppRouter)
  const [queryClient] = useState(() => createQueryClient(showProblem))
  return (
    <Language>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Language>
  )
}
