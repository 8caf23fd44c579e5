import { createLazyRoute } from '@tanstack/react-router'
import { AlertPage } from '../../features/noc/alert-page.tsx'

export const Route = createLazyRoute('/shell/noc/alerts/$id')({
  component: function AlertRoute() {
    const { id } = Route.useParams()
    return <AlertPage key={id} id={Number(id)} />
  },
})
