import { ChevronDown } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { Menu, MenuItem, MenuSection } from '../../../components/menu.tsx'
import { useText } from '../../../lib/i18n/messages.ts'
import { usePhone } from '../../../lib/media.ts'
import { fieldWords, levelWords, priorityWords } from '../incident-fields.messages.ts'
import { useOptions, useWord } from '../incident-words.ts'
import { PriorityBadge } from '../priority-badge.tsx'
import { cellKey, LEVELS, type MatrixForm } from './matrix.form.ts'
import { settingsTexts as texts } from './settings.messages.ts'

interface MatrixTableProps {
  priorities: MatrixForm['priorities']
  onChange: (priorities: MatrixForm['priorities']) => void
}

/** Nine priorities by impact and urgency, each a small menu in its place. */
export function MatrixTable({ priorities, onChange }: MatrixTableProps) {
  const text = useText()
  const word = useWord()
  return (
    <div className="overflow-x-auto">
      <table className="border-separate border-spacing-1">
        <caption className="sr-only">{text(texts.matrix)}</caption>
        <thead>
          <tr>
            <th scope="col" className="pe-2 text-start font-normal text-faint text-sm">
              {text(texts.corner)}
            </th>
            {LEVELS.map((urgency) => (
              <th key={urgency} scope="col" className="px-2 text-start font-medium text-muted text-sm">
                <span className="sr-only">{text(fieldWords.urgency)} </span>
                {word(levelWords, urgency)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {LEVELS.map((impact) => (
            <tr key={impact}>
              <th scope="row" className="pe-2 text-start font-medium text-muted text-sm">
                <span className="sr-only">{text(fieldWords.impact)} </span>
                {word(levelWords, impact)}
              </th>
              {LEVELS.map((urgency) => (
                <td key={urgency}>
                  <Cell
                    impact={impact}
                    urgency={urgency}
                    priority={priorities[cellKey(impact, urgency)] ?? 5}
                    onChange={(priority) => onChange({ ...priorities, [cellKey(impact, urgency)]: priority })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CellProps {
  impact: number
  urgency: number
  priority: number
  onChange: (priority: number) => void
}

function Cell({ impact, urgency, priority, onChange }: CellProps) {
  const isPhone = usePhone()
  const text = useText()
  const word = useWord()
  const options = useOptions()
  const name = text(texts.cell, {
    impact: word(levelWords, impact),
    urgency: word(levelWords, urgency),
  })
  return (
    <Menu
      label={name}
      placement="bottom start"
      trigger={
        <Button>
          <span className="sr-only">{name}: </span>
          <span className="flex justify-start sm:w-20">
            <PriorityBadge priority={priority} isShort={isPhone} />
          </span>
          <ChevronDown aria-hidden className="text-faint" />
        </Button>
      }
    >
      <MenuSection title={name} value={String(priority)} onChange={(id) => onChange(Number(id))}>
        {options(priorityWords).map(({ id, label }) => (
          <MenuItem key={id} id={id} label={`P${id} ${label}`} />
        ))}
      </MenuSection>
    </Menu>
  )
}
