import { createLazyRoute } from '@tanstack/react-router'
import { IncidentQueue } from '../../features/incidents/incident-queue.tsx'

export const Route = createLazyRoute('/shell/incidents')({ component: IncidentQueue })
