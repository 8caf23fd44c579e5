import { Page } from '../../../components/page.tsx'
import { useMayChange, usePermission, useUser } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { ApiTokensCard } from './api-tokens-card.tsx'
import { Card } from './card.tsx'
import { MfaCard } from './mfa-card.tsx'
import { PasswordCard } from './password-card.tsx'
import { profileTexts as texts } from './profile.messages.ts'
import { SessionsCard } from './sessions-card.tsx'

/** Who somebody is here, and by what they and their programs get in. */
export function ProfilePage() {
  const text = useText()
  const mayChange = useMayChange()
  return (
    <Page title={text(texts.title)}>
      <div className="flex max-w-3xl flex-col gap-5">
        <You />
        {mayChange && <Credentials />}
      </div>
    </Page>
  )
}

function Credentials() {
  const hasTokens = usePermission('api_tokens.use')
  return (
    <>
      <PasswordCard />
      <MfaCard />
      <SessionsCard />
      {hasTokens && <ApiTokensCard />}
    </>
  )
}

function You() {
  const text = useText()
  const { display_name, username, email, organization, roles } = useUser()
  const facts = [
    [texts.name, display_name],
    [texts.username, username],
    [texts.email, email],
    [texts.organization, organization.name],
    [texts.roles, roles.map((role) => role.replaceAll('_', ' ')).join(', ') || text(texts.noRoles)],
  ] as const
  return (
    <Card title={text(texts.you)}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        {facts.map(([name, value]) => (
          <div key={name.id} className="contents">
            <dt className="text-muted">{text(name)}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
