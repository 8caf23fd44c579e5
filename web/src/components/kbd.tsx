import { Fragment } from 'react'
import { labelsOf } from '../lib/shortcuts/chord.ts'

const cap =
  'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-sans text-muted text-xs'

/** Draws keys of the shortcut registry: `mod+k`, `g a`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      {labelsOf(keys).map((chord, place) => (
        <Fragment key={chord.join()}>
          {place > 0 && <span className="sr-only"> then </span>}
          <span className="inline-flex gap-0.5">
            {chord.map((key) => (
              <kbd key={key} className={cap}>
                {key}
              </kbd>
            ))}
          </span>
        </Fragment>
      ))}
    </span>
  )
}
