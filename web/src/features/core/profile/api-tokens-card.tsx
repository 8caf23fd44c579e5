import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { ErrorState, LoadingState } from '../../../components/state.tsx'
import { rowsOf } from '../../../lib/api/pages.ts'
import { useUser } from '../../../lib/api/use-session.ts'
import { listWords } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { ShownOnceDialog } from '../shown-once-dialog.tsx'
import { ApiTokenEntry } from './api-token-entry.tsx'
import { apiTokenTexts as texts } from './api-tokens.messages.ts'
import { type NewApiToken, useApiTokens } from './api-tokens.queries.ts'
import { Card } from './card.tsx'
import { NewTokenDialog } from './new-token-dialog.tsx'

/** By what programs speak for somebody. */
export function ApiTokensCard() {
  const text = useText()
  const [stage, setStage] = useState<'asking' | NewApiToken | null>(null)
  const finish = () => setStage(null)
  return (
    <Card title={text(texts.title)} hint={text(texts.hint)}>
      <Tokens />
      <Button onPress={() => setStage('asking')}>
        <Plus aria-hidden />
        {text(texts.create)}
      </Button>
      {stage === 'asking' && <NewTokenDialog onMade={setStage} onClose={finish} />}
      {stage && stage !== 'asking' && (
        <ShownOnceDialog
          title={text(texts.madeTitle, { name: stage.name })}
          label={text(texts.token)}
          value={stage.token}
          copy={text(texts.copyToken)}
          onClose={finish}
        >
          {text(texts.madeBody)}
        </ShownOnceDialog>
      )}
    </Card>
  )
}

function Tokens() {
  const text = useText()
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useApiTokens(useUser().id)
  if (!data && error) return <ErrorState problem={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingState rows={2} />
  const tokens = rowsOf(data)
  if (tokens.length === 0) return <p className="pb-3 text-muted">{text(texts.none)}</p>
  return (
    <>
      <ul className="flex flex-col divide-y divide-line pb-3">
        {tokens.map((token) => (
          <ApiTokenEntry key={token.id} token={token} />
        ))}
      </ul>
      {hasNextPage && (
        <div className="flex justify-center pb-3">
          <Button size="sm" isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {text(listWords.more)}
          </Button>
        </div>
      )}
    </>
  )
}
