import { createLazyRoute } from '@tanstack/react-router'
import { SourcesPage } from '../../features/noc/integrations/sources-page.tsx'

export const Route = createLazyRoute('/shell/noc/integrations')({ component: SourcesPage })
