import { createLazyRoute } from '@tanstack/react-router'
import { PersonPage } from '../../features/core/people/person-page.tsx'

export const Route = createLazyRoute('/shell/people/$id')({
  component: function PersonPageRoute() {
    const { id } = Route.useParams()
    return <PersonPage key={id} id={Number(id)} />
  },
})
