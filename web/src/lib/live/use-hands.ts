import { type PointerEvent, type UIEvent, useState } from 'react'

/**
 * Whether somebody is at work in a list: the pointer is over it, or it is scrolled away from its start. Spread `hands` on the element
 * around the list. A finger leaves no pointer behind, so that touch holds by scrolling alone.
 */
export function useHands() {
  const [isOver, setOver] = useState(false)
  const [isScrolled, setScrolled] = useState(false)
  return {
    isAtWork: isOver || isScrolled,
    hands: {
      onPointerEnter: ({ pointerType }: PointerEvent) => setOver(pointerType === 'mouse'),
      onPointerLeave: () => setOver(false),
      onScrollCapture: ({ target }: UIEvent) =>
        setScrolled(target instanceof Element && target.scrollTop > 0),
    },
  }
}
