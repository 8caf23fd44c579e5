import { Form } from 'react-aria-components'
import { Button } from '../../../components/button.tsx'
import { CopyButton } from '../../../components/copy-button.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { answerOf, api } from '../../../lib/api/client.ts'
import { fieldErrors } from '../../../lib/api/problem.ts'
import type { paths } from '../../../lib/api/schema.gen.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useSubmit } from '../use-submit.ts'
import { profileTexts as texts } from './profile.messages.ts'

/** Six digits, and the space that many see between them; the API takes recovery codes in the same field. */
const LONGEST_CODE = 7

export type Enrolment =
  paths['/api/v1/auth/mfa/enable/']['post']['responses'][200]['content']['application/json']

interface MfaSetUpProps {
  enrolment: Enrolment
  onTurnedOn: (recoveryCodes: string[]) => void
  onCancel: () => void
}

/** The secret as picture and text, and the first code that shows it has arrived. */
export function MfaSetUp({ enrolment, onTurnedOn, onCancel }: MfaSetUpProps) {
  const text = useText()
  const { onSubmit, problem, isPending } = useSubmit(async ({ code = '' }) => {
    const body = { code: code.replaceAll(' ', '') }
    const answer = await answerOf(api.POST('/api/v1/auth/mfa/verify/', { body }))
    if ('recovery_codes' in answer) onTurnedOn(answer.recovery_codes)
  })
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-[60ch]">{text(texts.scan)}</p>
      <div className="flex flex-wrap items-start gap-6">
        <img src={enrolment.qr_code} alt={text(texts.picture)} className="size-48 rounded-md bg-white" />
        <div className="flex min-w-0 max-w-sm grow flex-col gap-4">
          <div>
            <div className="font-medium text-muted text-sm">{text(texts.key)}</div>
            <div className="flex items-center gap-2">
              <code className="min-w-0 break-all font-mono">
                {enrolment.secret.match(/.{4}/g)?.join(' ')}
              </code>
              <CopyButton value={enrolment.secret} label={text(texts.copyKey)} done={text(words.copied)} />
            </div>
            <a href={enrolment.otpauth_uri} className="text-accent-ink text-sm underline">
              {text(texts.openApp)}
            </a>
          </div>
          <Form onSubmit={onSubmit} validationErrors={fieldErrors(problem)} className="flex flex-col gap-4">
            <TextField
              name="code"
              label={text(texts.code)}
              description={text(texts.codeHint)}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={LONGEST_CODE}
              isRequired
              autoFocus
            />
            <ProblemNote problem={problem} knownFields={['code']} />
            <div className="flex gap-2">
              <Button type="submit" kind="primary" isPending={isPending}>
                {text(texts.turnOn)}
              </Button>
              <Button onPress={onCancel}>{text(words.cancel)}</Button>
            </div>
          </Form>
        </div>
      </div>
    </div>
  )
}
