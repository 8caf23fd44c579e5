import { createLazyRoute } from '@tanstack/react-router'
import { OrganizationsPage } from '../../features/core/organizations/organizations-page.tsx'

export const Route = createLazyRoute('/shell/organizations')({ component: OrganizationsPage })
