import { createLazyRoute } from '@tanstack/react-router'
import { IncidentPage } from '../../features/incidents/incident-page.tsx'

export const Route = createLazyRoute('/shell/incidents/$id')({
  component: function IncidentRoute() {
    const { id } = Route.useParams()
    return <IncidentPage key={id} id={Number(id)} />
  },
})
