import { TextField } from '../../../components/text-field.tsx'
import { useText } from '../../../lib/i18n/messages.ts'
import { settingsTexts as texts } from './settings.messages.ts'
import { closingKey, type IncidentSettings, readSettings, writeSettings } from './settings.queries.ts'
import { SettingsCard } from './settings-card.tsx'
import { useSettingsForm } from './use-settings-form.ts'

const MOST_DAYS = 365
const isDays = (entered: string) => /^\d{1,3}$/.test(entered.trim()) && Number(entered) <= MOST_DAYS

/** When what is resolved is over by itself. */
export function ClosingCard({ stored }: { stored: IncidentSettings }) {
  const text = useText()
  const { form, change, ...state } = useSettingsForm({
    queryKey: closingKey,
    stored,
    formOf: ({ auto_close_days }: IncidentSettings) => ({ days: String(auto_close_days) }),
    read: readSettings,
    write: ({ days }, version) => writeSettings(Number(days), version),
  })
  const isInvalid = !isDays(form.days)
  return (
    <SettingsCard
      title={text(texts.closing)}
      updatedAt={stored.updated_at}
      state={state}
      knownFields={['auto_close_days']}
      isInvalid={isInvalid}
    >
      <div className="max-w-md">
        <TextField
          name="auto_close_days"
          inputMode="numeric"
          label={text(texts.autoClose)}
          description={text(texts.autoCloseHint)}
          errorMessage={isInvalid ? text(texts.days) : undefined}
          isInvalid={isInvalid || undefined}
          value={form.days}
          onChange={(days) => change({ days })}
        />
      </div>
    </SettingsCard>
  )
}
