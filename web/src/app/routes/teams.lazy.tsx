import { createLazyRoute } from '@tanstack/react-router'
import { TeamsPage } from '../../features/core/teams/teams-page.tsx'

export const Route = createLazyRoute('/shell/teams')({ component: TeamsPage })
