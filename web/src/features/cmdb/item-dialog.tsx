import { ActionDialog } from '../../components/action-dialog.tsx'
import type { ActionField, Entered } from '../../components/action-field.tsx'
import { toast } from '../../components/toast-queue.ts'
import { loadClients, sitesOf } from '../../lib/api/lookups.ts'
import type { ConfigurationItem } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { criticalityWords, fieldWords, lifeWords, texts } from './cmdb.messages.ts'
import { useSaveItem } from './item.queries.ts'
import { useItemOptions } from './item-words.tsx'

interface ItemDialogProps {
  /** The one to change; none: a new one. */
  item?: ConfigurationItem
  onSaved?: (item: ConfigurationItem) => void
  onClose: () => void
}

export function ItemDialog({ item, onSaved, onClose }: ItemDialogProps) {
  const text = useText()
  const save = useSaveItem()
  const fields = useItemFields(item)
  async function submit(values: Record<string, unknown>) {
    const saved = await save(values, item)
    toast({ title: text(texts.saved, { name: saved.name }), tone: 'good' })
    onSaved?.(saved)
  }
  return (
    <ActionDialog
      title={item ? text(texts.editTitle, { name: item.name }) : text(texts.createTitle)}
      isOpen
      onClose={onClose}
      requires={['name']}
      fields={fields}
      submit={text(item ? texts.save : texts.create)}
      onSubmit={submit}
    />
  )
}

/** As it is now, or empty; the sites are those of the client that is chosen. */
function useItemFields(item: ConfigurationItem | undefined) {
  const text = useText()
  const options = useItemOptions()
  const seesPlaces = usePermission('noc:view')
  const words = (name: 'name' | 'host_name' | 'ip_address' | 'kind', hint?: string): ActionField => ({
    kind: 'text',
    label: text(fieldWords[name]),
    isOffered: true,
    ...(hint && { description: hint }),
    ...(item && { initial: item[name] ?? '' }),
  })
  const place = (
    load: typeof loadClients,
    label: string,
    now: ConfigurationItem['client'] = null,
  ): ActionField => ({
    kind: 'lookup',
    label,
    load,
    isOffered: seesPlaces,
    toValue: Number,
    ...(now && { initial: String(now.id), initialLabel: now.name }),
  })
  const kind = words('kind')
  return ({ client_id }: Entered): Record<string, ActionField> => ({
    name: words('name'),
    kind: item ? { ...kind, isRequired: true } : kind,
    status: {
      kind: 'select',
      label: text(fieldWords.status),
      options: options(lifeWords),
      isOffered: true,
      ...(item && { initial: item.status }),
    },
    criticality: {
      kind: 'select',
      label: text(fieldWords.criticality),
      options: options(criticalityWords),
      isOffered: true,
      ...(item?.criticality && { initial: item.criticality }),
    },
    host_name: words('host_name', text(texts.hostHint)),
    ip_address: words('ip_address'),
    client_id: place(loadClients, text(fieldWords.client_id), item?.client),
    site_id: place(sitesOf(client_id), text(fieldWords.site_id), item?.site),
  })
}
