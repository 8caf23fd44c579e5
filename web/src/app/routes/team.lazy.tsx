import { createLazyRoute } from '@tanstack/react-router'
import { TeamPage } from '../../features/core/teams/team-page.tsx'

export const Route = createLazyRoute('/shell/teams/$id')({
  component: function TeamPageRoute() {
    const { id } = Route.useParams()
    return <TeamPage key={id} id={Number(id)} />
  },
})
