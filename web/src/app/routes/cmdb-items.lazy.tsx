import { createLazyRoute } from '@tanstack/react-router'
import { ItemList } from '../../features/cmdb/item-list.tsx'

export const Route = createLazyRoute('/shell/cmdb/items')({ component: ItemList })
