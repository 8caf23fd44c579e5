import { createLazyRoute, useRouter } from '@tanstack/react-router'
import { SignInPage } from '../../features/core/sign-in-page.tsx'
import { safeNextPath } from '../../lib/url/next-path.ts'

export const Route = createLazyRoute('/login')({
  component: function LoginRoute() {
    const { next } = Route.useSearch()
    const { history } = useRouter()
    return <SignInPage onSignedIn={() => history.replace(safeNextPath(next))} />
  },
})
