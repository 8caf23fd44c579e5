import type { AuditLog } from '../../lib/api/types.ts'
import { words } from '../../lib/i18n/en.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './audit.messages.ts'
import { differencesOf, shownValue } from './entry.words.ts'

/** Before and after, field by field. */
export function Differences({ entry }: { entry: AuditLog }) {
  const text = useText()
  const differences = differencesOf(entry)
  if (differences.length === 0) return <p className="text-muted">{text(texts.noFields)}</p>
  return (
    <div className="overflow-x-auto rounded-md border border-line">
      <table className="w-full text-sm" aria-label={text(texts.differences)}>
        <thead>
          <tr className="border-line border-b bg-sunken text-start text-muted">
            {[texts.field, texts.before, texts.after].map((column) => (
              <th key={column.id} scope="col" className="px-3 py-1.5 text-start font-medium">
                {text(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differences.map(({ field, before, after }) => (
            <tr key={field} className="border-line border-b align-top last:border-b-0">
              <th scope="row" className="px-3 py-1.5 text-start font-normal text-muted">
                {field}
              </th>
              <Value tone="text-muted line-through decoration-faint" value={before} />
              <Value tone="" value={after} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Value({ value, tone }: { value: unknown; tone: string }) {
  const text = useText()
  const shown = shownValue(value)
  return (
    <td className="max-w-64 px-3 py-1.5">
      {shown === null ? (
        <span className="text-faint">{text(words.emptyValue)}</span>
      ) : (
        <span className={`whitespace-pre-wrap break-words ${tone}`}>{shown}</span>
      )}
    </td>
  )
}
