import type { ReactNode } from 'react'
import { tv, type VariantProps } from 'tailwind-variants/lite'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'

const badgeStyle = tv({
  base: 'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs',
  variants: {
    tone: {
      neutral: 'bg-sunken text-muted',
      accent: 'bg-accent-soft text-accent-ink',
      danger: 'bg-danger/12 text-danger-ink',
      good: 'bg-good/14 text-good',
      notice: 'bg-notice/14 text-notice',
    },
  },
  defaultVariants: { tone: 'neutral' },
})

interface BadgeProps extends VariantProps<typeof badgeStyle> {
  children: ReactNode
}

export function Badge({ tone, children }: BadgeProps) {
  return <span className={badgeStyle({ tone })}>{children}</span>
}

export function ActiveBadge({ isActive }: { isActive: boolean }) {
  const text = useText()
  return <Badge tone={isActive ? 'good' : 'neutral'}>{text(isActive ? words.active : words.inactive)}</Badge>
}
