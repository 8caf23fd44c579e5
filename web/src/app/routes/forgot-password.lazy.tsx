import { createLazyRoute } from '@tanstack/react-router'
import { ForgotPasswordPage } from '../../features/core/forgot-password-page.tsx'

export const Route = createLazyRoute('/forgot-password')({ component: ForgotPasswordPage })
