import { useState } from 'react'
import { ActionDialog } from '../../../components/action-dialog.tsx'
import { ActiveBadge } from '../../../components/badge.tsx'
import { ListPage } from '../../../components/list-page.tsx'
import { Needs } from '../../../components/needs.tsx'
import type { RecordColumn } from '../../../components/record-table.tsx'
import { toast } from '../../../components/toast-queue.ts'
import { answerOf, api } from '../../../lib/api/client.ts'
import type { paths } from '../../../lib/api/schema.gen.ts'
import type { Client } from '../../../lib/api/types.ts'
import { useRecordChange, useRecords } from '../../../lib/api/use-records.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useUrlState } from '../../../lib/url/search.ts'
import { texts } from './clients.messages.ts'

type Input = paths['/api/noc/clients/']['post']['requestBody']['content']['application/json']

const useClients = (search: string | undefined) =>
  useRecords('clients', search, (query, signal) =>
    answerOf(api.GET('/api/noc/clients/', { params: { query }, signal })),
  )

export function ClientsPage() {
  const text = useText()
  return (
    <Needs permission="noc:view" title={text(texts.clients)}>
      <Clients />
    </Needs>
  )
}

/** Whom the organization serves. */
function Clients() {
  const text = useText()
  const [{ search }, setSearch] = useUrlState()
  const list = useClients(search)
  const [isCreating, setCreating] = useState(false)
  return (
    <ListPage
      title={text(texts.clients)}
      list={list}
      columns={useColumns()}
      empty={text(texts.none)}
      search={{
        value: search ?? '',
        onChange: (entered) => setSearch({ search: entered }, { replace: true }),
      }}
      create={{ permission: 'noc:configure', label: text(texts.create), onPress: () => setCreating(true) }}
    >
      {isCreating && <CreateDialog onClose={() => setCreating(false)} />}
    </ListPage>
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

function CreateDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  const { mutateAsync } = useRecordChange(
    ['clients'],
    (body: Input) => answerOf(api.POST('/api/noc/clients/', { body })),
    true,
  )
  return (
    <ActionDialog
      title={text(texts.create)}
      isOpen
      requires={[]}
      fields={{
        name: { kind: 'text', label: text(texts.name), isRequired: true },
        code: { kind: 'text', label: text(texts.code), isOffered: true },
      }}
      submit={text(texts.createVerb)}
      onSubmit={async (values) => {
        const { name } = await mutateAsync(values as never)
        toast({ title: text(texts.saved, { name }), tone: 'good' })
      }}
      onClose={onClose}
    />
  )
}
