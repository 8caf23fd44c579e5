import { createLazyRoute } from '@tanstack/react-router'
import { AlertConsole } from '../../features/noc/alert-console.tsx'

export const Route = createLazyRoute('/shell/noc/alerts')({ component: AlertConsole })
