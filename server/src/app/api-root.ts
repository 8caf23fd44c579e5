import { Type } from 'typebox'
import { signedIn } from '../platform/http/access.ts'
import type { App } from '../platform/http/app.ts'
import { problems } from '../platform/http/schema.ts'
import { resources } from './modules.ts'

/** `GET /api/v1/`: every collection there is, by name. */
export function apiRoot(app: App) {
  const links = Object.fromEntries(resources.map(({ topic, path }) => [topic, `${app.publicUrl}${path}/`]))
  const schema = {
    tags: ['API'],
    summary: 'Every collection, by name',
    response: { 200: Type.Record(Type.String(), Type.String()), ...problems(401) },
  }
  app.get('/api/v1/', { schema, config: signedIn }, async () => links)
}
