import { createLazyRoute } from '@tanstack/react-router'
import { IncidentSettingsPage } from '../../features/incidents/settings/incident-settings-page.tsx'

export const Route = createLazyRoute('/shell/settings/incidents')({ component: IncidentSettingsPage })
