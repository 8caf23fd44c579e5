import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox } from '../../../components/checkbox.tsx'
import { TextField } from '../../../components/text-field.tsx'
import type { PriorityMatrix } from '../../../lib/api/types.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { levelWords } from '../incident-fields.messages.ts'
import { useWord } from '../incident-words.ts'
import { faultsOf, formOf, inputOf, invertedCells, type MatrixForm } from './matrix.form.ts'
import { MatrixTable } from './matrix-table.tsx'
import { settingsTexts as texts } from './settings.messages.ts'
import { matrixKey, readMatrix, writeMatrix } from './settings.queries.ts'
import { SettingsCard } from './settings-card.tsx'
import { useSettingsForm } from './use-settings-form.ts'

const FIELDS = ['medium_impact_users', 'high_impact_users']

/** What becomes of impact and urgency, what raises them, and when the product itself proposes a major incident. */
export function MatrixCard({ stored }: { stored: PriorityMatrix }) {
  const text = useText()
  const { form, change, ...state } = useSettingsForm({
    queryKey: matrixKey,
    stored,
    formOf,
    read: readMatrix,
    write: (changed: MatrixForm, version) => writeMatrix(inputOf(changed), version),
  })
  const isInvalid = Object.keys(faultsOf(form)).length > 0
  return (
    <SettingsCard
      title={text(texts.matrix)}
      hint={text(texts.matrixHint)}
      updatedAt={stored.is_default ? null : stored.updated_at}
      state={state}
      knownFields={FIELDS}
      isInvalid={isInvalid}
    >
      <MatrixTable priorities={form.priorities} onChange={(priorities) => change({ priorities })} />
      <Inversions form={form} />
      <Raises form={form} change={change} />
      <Group title={text(texts.major)}>
        <Checkbox isSelected={form.proposes_major} onChange={(proposes_major) => change({ proposes_major })}>
          {text(texts.proposesMajor)}
        </Checkbox>
      </Group>
    </SettingsCard>
  )
}

function Inversions({ form }: { form: MatrixForm }) {
  const text = useText()
  const word = useWord()
  const cells = invertedCells(form).map(({ impact, urgency }) =>
    text(texts.invertedCell, {
      impact: word(levelWords, impact).toLowerCase(),
      urgency: word(levelWords, urgency).toLowerCase(),
    }),
  )
  if (cells.length === 0) return null
  return (
    <p role="status" className="flex gap-2 rounded-md bg-notice/10 px-3 py-2 text-notice">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {text(texts.inverted, { cells: cells.join(', ') })}
    </p>
  )
}

interface RaisesProps {
  form: MatrixForm
  change: (part: Partial<MatrixForm>) => void
}

function Raises({ form, change }: RaisesProps) {
  const text = useText()
  const faults = faultsOf(form)
  return (
    <Group title={text(texts.raises)}>
      <Checkbox isSelected={form.raises_for_vip} onChange={(raises_for_vip) => change({ raises_for_vip })}>
        {text(texts.raisesForVip)}
      </Checkbox>
      <Checkbox
        isSelected={form.raises_for_critical_item}
        onChange={(raises_for_critical_item) => change({ raises_for_critical_item })}
      >
        {text(texts.raisesForItem)}
      </Checkbox>
      <div className="grid max-w-lg gap-4 pt-1 sm:grid-cols-2">
        <TextField
          name="medium_impact_users"
          inputMode="numeric"
          label={text(texts.mediumUsers)}
          description={text(texts.mediumHint)}
          errorMessage={faults.medium_impact_users && text(texts[faults.medium_impact_users])}
          isInvalid={faults.medium_impact_users ? true : undefined}
          value={form.medium_impact_users}
          onChange={(medium_impact_users) => change({ medium_impact_users })}
        />
        <TextField
          name="high_impact_users"
          inputMode="numeric"
          label={text(texts.highUsers)}
          description={text(texts.highHint)}
          errorMessage={faults.high_impact_users && text(texts[faults.high_impact_users])}
          isInvalid={faults.high_impact_users ? true : undefined}
          value={form.high_impact_users}
          onChange={(high_impact_users) => change({ high_impact_users })}
        />
      </div>
    </Group>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-2 font-medium">{title}</legend>
      {children}
    </fieldset>
  )
}
