import { createLazyRoute } from '@tanstack/react-router'
import { NewIncidentPage } from '../../features/incidents/new-incident-page.tsx'

export const Route = createLazyRoute('/shell/incidents/new')({ component: NewIncidentPage })
