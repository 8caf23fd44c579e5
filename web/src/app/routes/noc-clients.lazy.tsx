import { createLazyRoute } from '@tanstack/react-router'
import { ClientsPage } from '../../features/noc/clients/clients-page.tsx'

export const Route = createLazyRoute('/shell/noc/clients')({ component: ClientsPage })
