import { useState } from 'react'
import { Switch } from 'react-aria-components'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { bindings, changeBindings } from '../../lib/shortcuts/bindings.ts'
import { type Command, commands, keysOf } from '../../lib/shortcuts/registry.ts'
import { useStore } from '../../lib/store.ts'
import { texts } from '../app.messages.ts'
import { KeyRecorder } from './key-recorder.tsx'

/** Which keys work on this page; made from the registry, so it cannot lag behind. A press on a key changes it. */
export default function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const text = useText()
  const { singleKeys, keys } = useStore(bindings)
  const [recording, setRecording] = useState<string | null>(null)
  const groups = Object.entries(Object.groupBy(useStore(commands).filter(hasKeys), ({ group }) => group))
  return (
    <Dialog title={text(texts.shortcuts)} isOpen onClose={onClose} size="lg">
      <div className="columns-1 gap-8 sm:columns-2">
        {groups.map(([group, members]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="pb-1 font-medium text-faint text-sm">{group}</h3>
            <ul>
              {members?.map((command) => (
                <li
                  key={command.id}
                  className="flex min-h-8 items-center justify-between gap-4 border-line border-b"
                >
                  <span className="row-text">{command.title}</span>
                  {recording === command.id ? (
                    <KeyRecorder commandId={command.id} onDone={() => setRecording(null)} />
                  ) : (
                    <Button kind="quiet" size="sm" onPress={() => setRecording(command.id)}>
                      <span className="sr-only">{text(texts.changeKey, { command: command.title })}</span>
                      <Kbd keys={keysOf(command)} />
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <footer className="mt-2 flex flex-wrap items-start justify-between gap-3 rounded-md bg-canvas p-3">
        <SingleKeySwitch isOn={singleKeys} />
        {Object.keys(keys).length > 0 && (
          <Button size="sm" onPress={() => changeBindings({ keys: {} })}>
            {text(texts.resetKeys)}
          </Button>
        )}
      </footer>
    </Dialog>
  )
}

const hasKeys = (command: Command) => keysOf(command) !== '' || bindings.get().keys[command.id] !== undefined

function SingleKeySwitch({ isOn }: { isOn: boolean }) {
  const text = useText()
  return (
    <Switch
      isSelected={isOn}
      onChange={(singleKeys) => changeBindings({ singleKeys })}
      className="group flex max-w-md gap-3"
    >
      <span className="mt-0.5 flex h-4 w-7 shrink-0 rounded-full bg-control p-0.5 group-selected:bg-accent group-focus-visible:outline-2 group-focus-visible:outline-focus group-focus-visible:outline-offset-2">
        <span className="size-3 rounded-full bg-white transition-transform group-selected:translate-x-3" />
      </span>
      <span>
        <span className="font-medium">{text(texts.singleKeys)}</span>
        <span className="block text-muted text-sm">{text(texts.singleKeysHint)}</span>
      </span>
    </Switch>
  )
}
