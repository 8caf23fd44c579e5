import { useState } from 'react'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { RelativeTime } from '../../../components/relative-time.tsx'
import { toast } from '../../../components/toast-queue.ts'
import type { ApiToken } from '../../../lib/api/types.ts'
import { useClock } from '../../../lib/clock.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { apiTokenTexts as texts } from './api-tokens.messages.ts'
import { useRevokeApiToken } from './api-tokens.queries.ts'
import { Credential } from './credential.tsx'

export function ApiTokenEntry({ token }: { token: ApiToken }) {
  const text = useText()
  const { name, prefix, scopes, created_at, expires_at, last_used_at } = token
  const isExpired = useClock((now) => Number(now >= Date.parse(expires_at))) === 1
  const title = (
    <>
      {name}
      <code className="font-mono font-normal text-muted text-sm">{prefix}…</code>
      {isExpired && <Badge>{text(texts.expired)}</Badge>}
    </>
  )
  const facts = [
    [text(texts.made), <RelativeTime key="made" value={created_at} />],
    [text(texts.expires), <RelativeTime key="expires" value={expires_at} />],
    [text(texts.used), last_used_at ? <RelativeTime key="used" value={last_used_at} /> : text(texts.never)],
  ] as const
  return (
    <Credential title={title} facts={facts} action={<Revoke token={token} />}>
      <details className="text-sm">
        <summary className="w-fit text-muted">{text(texts.scopeCount, { count: scopes.length })}</summary>
        <p className="pt-1 font-mono [overflow-wrap:anywhere]">{scopes.join(', ')}</p>
      </details>
    </Credential>
  )
}

function Revoke({ token: { id, name } }: { token: ApiToken }) {
  const text = useText()
  const [isAsking, setAsking] = useState(false)
  const { mutateAsync: revoke } = useRevokeApiToken()
  return (
    <>
      <Button size="sm" onPress={() => setAsking(true)}>
        {text(texts.revoke)}
        <span className="sr-only"> {name}</span>
      </Button>
      <ConfirmDialog
        title={text(texts.revokeTitle, { name })}
        confirm={text(texts.revokeVerb)}
        isOpen={isAsking}
        isDanger
        onConfirm={async () => {
          await revoke(id)
          toast({ title: text(texts.revoked, { name }) })
        }}
        onClose={() => setAsking(false)}
      >
        {text(texts.revokeBody)}
      </ConfirmDialog>
    </>
  )
}
