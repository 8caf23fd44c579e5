import { createLazyRoute } from '@tanstack/react-router'
import { ChoosePasswordPage } from '../../features/core/choose-password-page.tsx'

export const Route = createLazyRoute('/reset-password')({
  component: () => <ChoosePasswordPage by="reset" />,
})
