import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { toast } from '../components/toast-queue.ts'
import type { Problem } from '../lib/api/problem.ts'
import { createQueryClient } from '../lib/api/query-client.ts'
import { Language } from '../lib/i18n/language.tsx'
import { createAppRouter } from './router.tsx'

function showProblem({ title, message, requestId }: Problem) {
  toast({ title, detail: requestId ? `${message} (${requestId})` : message, tone: 'danger' })
}

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
