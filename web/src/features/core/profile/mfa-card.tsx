import { useState } from 'react'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { answerOf, api, session } from '../../../lib/api/client.ts'
import { asProblem, type Problem } from '../../../lib/api/problem.ts'
import { useUser } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { Card } from './card.tsx'
import { type Enrolment, MfaSetUp } from './mfa-set-up.tsx'
import { MfaTurnOff } from './mfa-turn-off.tsx'
import { profileTexts as texts } from './profile.messages.ts'
import { RecoveryCodes } from './recovery-codes.tsx'

/** Off, being set up, just turned on with the codes to keep, or on. */
type Stage = { enrolment: Enrolment } | { codes: string[] } | null

export function MfaCard() {
  const text = useText()
  const { mfa_enabled: isOn } = useUser()
  const [stage, setStage] = useState<Stage>(null)
  const finish = () => setStage(null)
  // Who is signed in is known with the token, so that is asked for anew.
  const learn = () => session.renew()
  const badge = <Badge tone={isOn ? 'good' : 'neutral'}>{text(isOn ? texts.on : texts.off)}</Badge>

  return (
    <Card title={text(texts.mfaTitle)} hint={text(texts.mfaHint)} badge={badge}>
      {stage && 'enrolment' in stage && (
        <MfaSetUp
          enrolment={stage.enrolment}
          onCancel={finish}
          onTurnedOn={async (codes) => {
            setStage({ codes })
            await learn()
          }}
        />
      )}
      {stage && 'codes' in stage && <RecoveryCodes codes={stage.codes} onKept={finish} />}
      {!stage && isOn && <MfaTurnOff onTurnedOff={learn} />}
      {!stage && !isOn && <Begin onBegun={(enrolment) => setStage({ enrolment })} />}
    </Card>
  )
}

function Begin({ onBegun }: { onBegun: (enrolment: Enrolment) => void }) {
  const text = useText()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)
  async function begin() {
    setPending(true)
    setProblem(null)
    try {
      onBegun(await answerOf(api.POST('/api/v1/auth/mfa/enable/')))
    } catch (error) {
      setProblem(asProblem(error))
      setPending(false)
    }
  }
  return (
    <div className="flex flex-col items-start gap-4">
      <ProblemNote problem={problem} />
      <Button kind="primary" isPending={isPending} onPress={begin}>
        {text(texts.setUp)}
      </Button>
    </div>
  )
}
