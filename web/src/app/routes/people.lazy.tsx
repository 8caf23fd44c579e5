import { createLazyRoute } from '@tanstack/react-router'
import { PeoplePage } from '../../features/core/people/people-page.tsx'

export const Route = createLazyRoute('/shell/people')({ component: PeoplePage })
