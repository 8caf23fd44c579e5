import { createLazyRoute } from '@tanstack/react-router'
import { ProfilePage } from '../../features/core/profile/profile-page.tsx'

export const Route = createLazyRoute('/shell/profile')({ component: ProfilePage })
