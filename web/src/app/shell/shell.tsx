import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { ToastRegion } from '../../components/toast-region.tsx'
import { useSession } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { live } from '../../lib/live/live.ts'
import { listenForShortcuts } from '../../lib/shortcuts/registry.ts'
import { useStore } from '../../lib/store.ts'
import { texts } from '../app.messages.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import { PhoneNav, SideNav } from './navigation.tsx'
import { OtherEyes } from './other-eyes.tsx'
import { overlay } from './overlays.ts'
import { useShellCommands } from './shell-commands.ts'
import { TopBar } from './top-bar.tsx'
import { ViewingBanner } from './viewing-banner.tsx'

const loadSignInAgainDialog = () => import('../../features/core/sign-in-again-dialog.tsx')
const SignInAgainDialog = lazy(loadSignInAgainDialog)
const CommandPalette = lazy(() => import('./command-palette.tsx'))
const ShortcutHelp = lazy(() => import('./shortcut-help.tsx'))

export function Shell() {
  const { user, viewer } = useSession()
  useLeaveWhenSignedOut()
  if (!user) return null
  if (!viewer) return <Frame />
  return (
    <OtherEyes>
      <Frame />
    </OtherEyes>
  )
}

function Frame() {
  const text = useText()
  useShellCommands()
  useEffect(listenForShortcuts, [])
  useEffect(() => {
    live.start()
    return live.stop
  }, [])
  return (
    <div className="flex h-dvh">
      <a
        href="#main"
        className="fixed start-2 -top-12 z-50 rounded-md bg-accent px-3 py-2 text-white focus:top-2"
      >
        {text(texts.skip)}
      </a>
      <SideNav />
      <div className="flex min-w-0 grow flex-col">
        <TopBar />
        <ViewingBanner />
        <ConnectionBanner />
        <main
          id="main"
          tabIndex={-1}
          className="min-h-0 grow overflow-auto bg-surface outline-none sm:rounded-tl-lg sm:border-line sm:border-s sm:border-t"
        >
          <Outlet />
        </main>
        <PhoneNav />
      </div>
      <ToastRegion />
      <ShellOverlays />
    </div>
  )
}

function ShellOverlays() {
  const open = useStore(overlay)
  const { status } = useSession()
  // Fetched ahead: when the session ends is no time to depend on another file.
  useEffect(() => void loadSignInAgainDialog(), [])
  const close = () => overlay.set(null)
  return (
    <Suspense>
      {open === 'palette' && <CommandPalette onClose={close} />}
      {status === 'expired' && <SignInAgainDialog />}
      {open === 'shortcuts' && <ShortcutHelp onClose={close} />}
    </Suspense>
  )
}

/** Signed out here or in the dialog: nothing of the last person may stay in memory. */
function useLeaveWhenSignedOut() {
  const { status } = useSession()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  useEffect(() => {
    if (status !== 'anonymous') return
    queryClient.clear()
    navigate({ to: '/login', search: {} })
  }, [status, navigate, queryClient])
}
