import { ChevronDown } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Menu, MenuItem, MenuSection } from '../../components/menu.tsx'
import { toast } from '../../components/toast-queue.ts'
import { asProblem } from '../../lib/api/problem.ts'
import type { Incident } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { fieldWords, levelWords } from './incident-fields.messages.ts'
import { useOptions, useWord } from './incident-words.ts'
import { texts } from './incidents.messages.ts'
import { useFieldSave } from './use-field-save.tsx'

interface LevelMenuProps {
  incident: Incident
  field: 'impact' | 'urgency'
}

/** Impact or urgency, changed in its place; the priority follows on the server. */
export function LevelMenu({ incident, field }: LevelMenuProps) {
  const text = useText()
  const word = useWord()
  const options = useOptions()
  const { save, dialog } = useFieldSave(incident.id)
  const base = incident[field]
  const name = text(fieldWords[field])
  const value = word(levelWords, base)
  function choose(id: string) {
    const change = { field, value: Number(id), base, version: incident.version }
    if (change.value !== base)
      save(change, () => {}).catch((error) => toast({ title: asProblem(error).message, tone: 'danger' }))
  }
  return (
    <span className="-ms-2">
      <Menu
        label={name}
        placement="bottom start"
        trigger={
          <Button size="sm" kind="quiet" aria-label={text(texts.fieldValue, { field: name, value })}>
            <span className="text-base text-ink">{value}</span>
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        <MenuSection title={name} value={String(base)} onChange={choose}>
          {options(levelWords).map(({ id, label }) => (
            <MenuItem key={id} id={id} label={label} />
          ))}
        </MenuSection>
      </Menu>
      {dialog}
    </span>
  )
}
