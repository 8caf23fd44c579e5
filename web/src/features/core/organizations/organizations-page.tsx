import { useState } from 'react'
import { ActionDialog } from '../../../components/action-dialog.tsx'
import { ActiveBadge } from '../../../components/badge.tsx'
import { ListPage } from '../../../components/list-page.tsx'
import { Needs } from '../../../components/needs.tsx'
import type { RecordColumn } from '../../../components/record-table.tsx'
import { toast } from '../../../components/toast-queue.ts'
import { answerOf, api } from '../../../lib/api/client.ts'
import { organizationKinds } from '../../../lib/api/facts.gen.ts'
import { rowsOf } from '../../../lib/api/pages.ts'
import type { paths } from '../../../lib/api/schema.gen.ts'
import type { Organization } from '../../../lib/api/types.ts'
import { useRecordChange, useRecords } from '../../../lib/api/use-records.ts'
import { useUser } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useUrlState } from '../../../lib/url/search.ts'
import { texts } from './organizations.messages.ts'

type Input = paths['/api/v1/organizations/']['post']['requestBody']['content']['application/json']

const useOrganizations = (search: string | undefined) =>
  useRecords('organizations', search, (query, signal) =>
    answerOf(api.GET('/api/v1/organizations/', { params: { query }, signal })),
  )

export function OrganizationsPage() {
  const text = useText()
  return (
    <Needs permission="organizations.view" title={text(texts.organizations)}>
      <Organizations />
    </Needs>
  )
}

/** The organization and its parts. */
function Organizations() {
  const text = useText()
  const [{ search }, setSearch] = useUrlState()
  const list = useOrganizations(search)
  const rows = rowsOf(list.data)
  const [isCreating, setCreating] = useState(false)
  return (
    <ListPage
      title={text(texts.organizations)}
      list={list}
      columns={useColumns(rows)}
      empty={text(texts.none)}
      search={{
        value: search ?? '',
        onChange: (entered) => setSearch({ search: entered }, { replace: true }),
      }}
      create={{
        permission: 'organizations.manage',
        label: text(texts.create),
        onPress: () => setCreating(true),
      }}
    >
      {isCreating && <CreateDialog parents={rows} onClose={() => setCreating(false)} />}
    </ListPage>
  )
}

function useColumns(rows: readonly Organization[]): RecordColumn<Organization>[] {
  const text = useText()
  const nameOf = (id: number | null) => rows.find((row) => row.id === id)?.name
  return [
    { title: text(texts.name), cell: ({ name }) => name },
    { title: text(texts.code), cell: ({ code }) => code, isWide: true },
    { title: text(texts.kind), cell: ({ kind }) => text(texts[kind]) },
    { title: text(texts.parent), cell: ({ parent_id }) => nameOf(parent_id), isWide: true },
    { title: text(texts.timeZone), cell: ({ time_zone }) => time_zone, isWide: true },
    { title: text(texts.state), cell: ({ is_active }) => <ActiveBadge isActive={is_active} /> },
  ]
}

function CreateDialog({ parents, onClose }: { parents: readonly Organization[]; onClose: () => void }) {
  const text = useText()
  const { organization } = useUser()
  const { mutateAsync } = useRecordChange(
    ['organizations'],
    (body: Input) => answerOf(api.POST('/api/v1/organizations/', { body })),
    true,
  )
  const options = parents.map(({ id, name }) => ({ id: String(id), label: name }))
  return (
    <ActionDialog
      title={text(texts.create)}
      isOpen
      requires={[]}
      fields={{
        name: { kind: 'text', label: text(texts.name), isRequired: true },
        code: { kind: 'text', label: text(texts.code), isOffered: true },
        kind: {
          kind: 'select',
          label: text(texts.kind),
          options: organizationKinds.map((id) => ({ id, label: text(texts[id]) })),
          initial: 'internal',
          isRequired: true,
        },
        parent_id: {
          kind: 'select',
          label: text(texts.parent),
          options,
          initial: String(organization.id),
          isRequired: true,
          toValue: Number,
        },
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
