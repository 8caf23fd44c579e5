import { ToggleButton } from 'react-aria-components'

interface ToggleChipProps {
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}

/** A filter that is on or off. */
export function ToggleChip({ label, isOn, onChange }: ToggleChipProps) {
  return (
    <ToggleButton
      isSelected={isOn}
      onChange={onChange}
      className="h-7 shrink-0 cursor-default rounded-md border border-line border-dashed px-2 font-medium text-muted text-sm hover:bg-hover hover:text-ink selected:border-accent selected:border-solid selected:bg-accent-soft selected:text-accent-ink"
    >
      {label}
    </ToggleButton>
  )
}
