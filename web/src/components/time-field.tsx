import { Input, TextField } from 'react-aria-components'
import { Button } from './button.tsx'
import { controlStyle, FieldFrame, type FieldProps, fieldStyle } from './field.tsx'

/** A time that people often mean, by its name. */
export interface SuggestedTime {
  label: string
  time: Date
}

interface TimeFieldProps extends FieldProps {
  name?: string
  /** Local time as the browser's own picker has it, `2026-06-01T09:00`; empty for none. */
  value: string
  onChange: (value: string) => void
  earliest?: Date
  suggestions?: readonly SuggestedTime[]
  autoFocus?: boolean
}

const two = (part: number) => String(part).padStart(2, '0')

/** The local time that the field shows for an instant. */
export const localTime = (time: Date) =>
  `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`

/** What the API takes for a local time of this browser's zone. */
export const instantOf = (local: string) => new Date(local).toISOString()

/** A day and a time: the browser's own picker, since it speaks the reader's calendar, and short ways to the usual ones. */
export function TimeField({
  label,
  description,
  errorMessage,
  earliest,
  suggestions = [],
  ...props
}: TimeFieldProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <TextField {...props} type="datetime-local" className={fieldStyle}>
        <FieldFrame
          label={label}
          description={description}
          errorMessage={errorMessage}
          isRequired={props.isRequired}
        >
          <Input className={controlStyle()} min={earliest && localTime(earliest)} />
        </FieldFrame>
      </TextField>
      {suggestions.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {suggestions.map((suggestion) => (
            <Button
              key={suggestion.label}
              size="sm"
              kind="dashed"
              onPress={() => props.onChange(localTime(suggestion.time))}
            >
              {suggestion.label}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
