import { ActiveBadge } from '../../../components/badge.tsx'
import { CreateDialog } from '../../../components/create-dialog.tsx'
import { ListPage } from '../../../components/list-page.tsx'
import type { RecordColumn } from '../../../components/record-table.tsx'
import { answerOf, api } from '../../../lib/api/client.ts'
import { organizationKinds } from '../../../lib/api/facts.gen.ts'
import { loadOrganizations } from '../../../lib/api/lookups.ts'
import type { paths } from '../../../lib/api/schema.gen.ts'
import type { Organization } from '../../../lib/api/types.ts'
import { type RecordQuery, useRecordChange } from '../../../lib/api/use-records.ts'
import { useUser } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './organizations.messages.ts'

type Input = paths['/api/v1/organizations/']['post']['requestBody']['content']['application/json']

const readOrganizations = (query: RecordQuery, signal: AbortSignal) =>
  answerOf(api.GET('/api/v1/organizations/', { params: { query }, signal }))

/** The organization and its parts. */
export function OrganizationsPage() {
  const text = useText()
  return (
    <ListPage
      title={text(texts.organizations)}
      permission="organizations.view"
      noun="organizations"
      read={readOrganizations}
      columns={useColumns()}
      empty={text(texts.none)}
      create={{
        permission: 'organizations.manage',
        label: text(texts.create),
        dialog: (close) => <NewPart onClose={close} />,
      }}
    />
  )
}

function useColumns(): RecordColumn<Organization>[] {
  const text = useText()
  return [
    { title: text(texts.name), cell: ({ name }) => name },
    { title: text(texts.code), cell: ({ code }) => code, isWide: true },
    { title: text(texts.kind), cell: ({ kind }) => text(texts[kind]) },
    { title: text(texts.parent), cell: ({ parent }) => parent?.name, isWide: true },
    { title: text(texts.timeZone), cell: ({ time_zone }) => time_zone, isWide: true },
    { title: text(texts.state), cell: ({ is_active }) => <ActiveBadge isActive={is_active} /> },
  ]
}

function NewPart({ onClose }: { onClose: () => void }) {
  const text = useText()
  const { organization } = useUser()
  const { mutateAsync } = useRecordChange(
    ['organizations'],
    (body: Input) => answerOf(api.POST('/api/v1/organizations/', { body })),
    true,
  )
  return (
    <CreateDialog<Input>
      title={text(texts.create)}
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
          kind: 'lookup',
          label: text(texts.parent),
          load: loadOrganizations,
          initial: String(organization.id),
          initialLabel: organization.name,
          isRequired: true,
          toValue: Number,
        },
      }}
      create={mutateAsync}
      onClose={onClose}
    />
  )
}
