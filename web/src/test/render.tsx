import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createQueryClient } from '../lib/api/query-client.ts'
import { Language } from '../lib/i18n/language.tsx'

/** Draws a component with the providers that every page has, without a router. */
export function renderWith(ui: ReactNode) {
  const queryClient = createQueryClient(() => {})
  const wrapper = ({ children }: { children: ReactNode }) => (
    <Language>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </Language>
  )
  return render(ui, { wrapper })
}
