import { Form } from 'react-aria-components'
import { Button } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { TextField } from '../../components/text-field.tsx'
import { codeLength } from '../../lib/api/facts.gen.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './core.messages.ts'
import { useSubmit } from './use-submit.ts'

interface CodeFormProps {
  enter: (code: string) => Promise<void>
  onStartAnew: () => void
}

/** The second step of signing in. */
export function CodeForm({ enter, onStartAnew }: CodeFormProps) {
  const text = useText()
  const { onSubmit, problem, isPending } = useSubmit(({ code = '' }) => enter(code.trim()))
  return (
    <Form onSubmit={onSubmit} className="flex flex-col gap-4">
      <TextField
        name="code"
        label={text(texts.code)}
        description={text(texts.codeHint)}
        autoComplete="one-time-code"
        maxLength={codeLength}
        isRequired
        autoFocus
      />
      <ProblemNote problem={problem} />
      <Button type="submit" kind="primary" size="lg" isPending={isPending}>
        {text(texts.signIn)}
      </Button>
      <Button kind="quiet" onPress={onStartAnew}>
        {text(texts.startAnew)}
      </Button>
    </Form>
  )
}
