import { createLazyRoute } from '@tanstack/react-router'
import { ItemPage } from '../../features/cmdb/item-page.tsx'

export const Route = createLazyRoute('/shell/cmdb/items/$id')({
  component: function ItemRoute() {
    const { id } = Route.useParams()
    return <ItemPage key={id} id={Number(id)} />
  },
})
