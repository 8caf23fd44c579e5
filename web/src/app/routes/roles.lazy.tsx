import { createLazyRoute } from '@tanstack/react-router'
import { RolesPage } from '../../features/core/roles/roles-page.tsx'

export const Route = createLazyRoute('/shell/roles')({ component: RolesPage })
