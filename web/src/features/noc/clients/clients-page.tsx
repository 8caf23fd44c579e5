import { ActiveBadge } from '../../../components/badge.tsx'
import { CreateDialog } from '../../../components/create-dialog.tsx'
import { ListPage } from '../../../components/list-page.tsx'
import type { RecordColumn } from '../../../components/record-table.tsx'
import { answerOf, api } from '../../../lib/api/client.ts'
import type { paths } from '../../../lib/api/schema.gen.ts'
import type { Client } from '../../../lib/api/types.ts'
import { type RecordQuery, useRecordChange } from '../../../lib/api/use-records.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './clients.messages.ts'

type Input = paths['/api/noc/clients/']['post']['requestBody']['content']['application/json']

const readClients = (query: RecordQuery, signal: AbortSignal) =>
  answerOf(api.GET('/api/noc/clients/', { params: { query }, signal }))

/** Whom the organization serves. */
export function ClientsPage() {
  const text = useText()
  return (
    <ListPage
      title={text(texts.clients)}
      permission="noc:view"
      noun="clients"
      read={readClients}
      columns={useColumns()}
      empty={text(texts.none)}
      create={{
        permission: 'noc:configure',
        label: text(texts.create),
        dialog: (close) => <NewClient onClose={close} />,
      }}
    />
  )
}

function useColumns(): RecordColumn<Client>[] {
  const text = useText()
  return [
    { title: text(texts.name), cell: ({ name }) => name },
    { title: text(texts.code), cell: ({ code }) => code },
    { title: text(texts.state), cell: ({ is_active }) => <ActiveBadge isActive={is_active} /> },
  ]
}

function NewClient({ onClose }: { onClose: () => void }) {
  const text = useText()
  const { mutateAsync } = useRecordChange(
    ['clients'],
    (body: Input) => answerOf(api.POST('/api/noc/clients/', { body })),
    true,
  )
  return (
    <CreateDialog<Input>
      title={text(texts.create)}
      fields={{
        name: { kind: 'text', label: text(texts.name), isRequired: true },
        code: { kind: 'text', label: text(texts.code), isOffered: true },
      }}
      create={mutateAsync}
      onClose={onClose}
    />
  )
}
