import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'

interface SegmentsProps {
  label: string
  options: readonly { id: string; label: string }[]
  value: string | undefined
  onChange: (id: string) => void
}

const segmentStyle =
  'h-7 shrink-0 cursor-default rounded-[5px] border border-transparent px-2.5 font-medium text-muted text-sm hover:text-ink selected:border-line selected:bg-[light-dark(var(--color-surface),var(--color-line))] selected:text-ink selected:shadow-xs'

/** One of a few views side by side: shorter than a picker, and all of them can be seen. */
export function Segments({ label, options, value, onChange }: SegmentsProps) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={value === undefined ? [] : [value]}
      onSelectionChange={([key]) => key !== undefined && onChange(String(key))}
      className="flex w-fit max-w-full gap-px overflow-x-auto rounded-md bg-sunken p-px"
    >
      {options.map((option) => (
        <ToggleButton key={option.id} id={option.id} className={segmentStyle}>
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
