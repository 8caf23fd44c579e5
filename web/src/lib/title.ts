import { useEffect } from 'react'

/** Names the page in the browser's tab; the most particular word first. */
export function useTitle(...parts: (string | undefined)[]) {
  const title = [...parts.filter(Boolean), 'Watchdesk'].join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
