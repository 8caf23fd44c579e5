import { createLazyRoute } from '@tanstack/react-router'
import { Shell } from '../shell/shell.tsx'

export const Route = createLazyRoute('/shell')({ component: Shell })
