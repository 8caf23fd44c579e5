import { Printer } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { CopyButton } from '../../../components/copy-button.tsx'
import { useUser } from '../../../lib/api/use-session.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { profileTexts as texts } from './profile.messages.ts'

/** Shown this once. On paper they stand alone, with whose they are. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const text = useText()
  const { username } = useUser()
  return (
    <div className="flex flex-col gap-4">
      <div role="status">
        <h3 className="font-semibold">{text(texts.codesTitle)}</h3>
        <p className="max-w-[60ch] text-muted">{text(texts.codesBody)}</p>
      </div>
      <div data-paper className="max-w-sm rounded-md border border-line bg-sunken p-4">
        <p className="hidden pb-4 print:block">{text(texts.paperTitle, { username, host: location.host })}</p>
        <ul className="grid grid-cols-1 gap-x-8 gap-y-1 font-mono sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" onPress={onKept}>
          {text(texts.kept)}
        </Button>
        <Button onPress={() => print()}>
          <Printer aria-hidden />
          {text(texts.print)}
        </Button>
        <CopyButton value={codes.join('\n')} label={text(texts.copyCodes)} done={text(words.copied)} />
      </div>
    </div>
  )
}
