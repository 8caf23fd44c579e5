import { defineModule } from '../../platform/module.ts'
import { plainRoutes } from '../../platform/resource/plain-routes.ts'
import { cmdbPermissions } from './cmdb.permissions.ts'
import { ConfigurationItemInput, configurationItems } from './configuration-item.schema.ts'

export const cmdb = defineModule({
  name: 'cmdb',
  permissions: cmdbPermissions,
  routes: (app) => plainRoutes(app, configurationItems, ConfigurationItemInput),
  resources: [configurationItems],
})

export { findItemsCalled } from './configuration-item.queries.ts'
