interface AvatarProps {
  name: string
  size?: 'sm' | 'md'
}

const HUES = [12, 45, 95, 150, 190, 225, 265, 310]

function initials(name: string): string {
  const parts = name.trim().split(/[\s._-]+/)
  return [parts[0], parts.length > 1 ? parts.at(-1) : undefined]
    .map((part) => part?.[0] ?? '')
    .join('')
    .toUpperCase()
}

/** Initials on a colour that stays with the name. Decoration: the name itself stands beside it or in a label. */
export function Avatar({ name, size = 'sm' }: AvatarProps) {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0)
  const hue = HUES[sum % HUES.length]
  return (
    <span
      aria-hidden
      style={{ backgroundColor: `light-dark(oklch(0.9 0.06 ${hue}), oklch(0.36 0.07 ${hue}))` }}
      className={`inline-flex shrink-0 select-none items-center justify-center rounded-full font-semibold text-[10px] text-ink ${size === 'sm' ? 'size-5' : 'size-7 text-xs'}`}
    >
      {initials(name)}
    </span>
  )
}

/** Avatar and name, as lists and properties show a person. */
export function Person({ name }: { name: string }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Avatar name={name} />
      <span className="row-text">{name}</span>
    </span>
  )
}
