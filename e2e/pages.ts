import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, send, signIn } from './api.ts'
import { accessibilityFaults, type DESKTOP, type Session, screenshot, signedIn } from './browser.ts'
import { PASSWORD } from './server.ts'
import { useProduct } from './use-product.ts'

const SEVERITIES = ['critical', 'high', 'warning', 'low', 'info']

/** A morning's worth of records, so that pages have something to show. */
async function fill(api: Api, url: string) {
  const client = await api.post<{ id: number }>('/api/noc/clients/', { name: 'Harbour Logistics' })
  const site = await api.post<{ id: number }>('/api/noc/sites/', { name: 'Frankfurt', client_id: client.id })
  const item = { name: 'core-sw-1', host_name: 'core-sw-1', client_id: client.id, site_id: site.id }
  await api.post('/api/v1/configuration-items/', item)
  await api.post('/api/v1/teams/', { name: 'Network' })
  const { key } = await api.post<{ key: string }>('/api/noc/integrations/', {
    name: 'Monitoring',
    kind: 'generic',
  })
  const alerts = Array.from({ length: 120 }, (_, n) => ({
    dedup_key: `port-${n}`,
    title: `Interface Gi0/${n} on core-sw-${n % 7} is down`,
    severity: SEVERITIES[n % SEVERITIES.length],
    ci: { kind: 'hostname', value: `core-sw-${n % 7}` },
    labels: { device: `core-sw-${n % 7}`, interface: `Gi0/${n}`, site: 'Frankfurt' },
  }))
  await send(url, 'POST', `/api/ingest/generic/${key}/`, alerts)
  const { id } = await api.post<{ id: number }>('/api/noc/incidents/', {
    alert_ids: [1, 2, 3],
    title: 'Frankfurt is dark',
  })
  await api.post(`/api/v1/incidents/${id}/add_comment/`, {
    body: 'We are looking into it.',
    visibility: 'public',
  })
  await api.post(`/api/v1/incidents/${id}/add_comment/`, {
    body: 'Power feed B tripped.',
    visibility: 'internal',
  })
  await api.post(`/api/v1/incidents/${id}/acknowledge/`, {})
  await api.post('/api/v1/incidents/', { title: 'VPN drops every hour', impact: 2, urgency: 3 })
  await fillOutage(api)
  await fillAdministration(api)
}

async function fillAdministration(api: Api) {
  const permissions = ['noc:view', 'noc:ack', 'incidents.view', 'incidents.create']
  await api.post('/api/v1/roles/', { key: 'night_watch', name: 'Night watch', permissions })
  await api.post('/api/v1/organizations/', {
    name: 'Harbour works',
    code: 'HW',
    kind: 'customer',
    parent_id: 1,
  })
  await api.post('/api/v1/teams/2/add_member/', { user_id: 2, role: 'dispatcher' })
  await api.post('/api/v1/user-roles/', { user_id: 2, role: 'agent', scope: 'team', scope_id: 2 })
  await api.post('/api/v1/api-tokens/', {
    name: 'Nightly export',
    scopes: permissions,
    expires_at: new Date(Date.now() + 86_400_000).toISOString(),
  })
}

/** A major incident with everything that may hang on one. */
async function fillOutage(api: Api) {
  const team = await api.post<{ id: number }>('/api/v1/teams/', { name: 'Service desk' })
  const vip = { username: 'eve', display_name: 'Eve Martín', email: 'eve@example.org', is_vip: true }
  const eve = await api.post<{ id: number }>('/api/v1/users/', {
    ...vip,
    password: PASSWORD,
    roles: ['end_user'],
  })
  const open = (body: object) => api.post<{ id: number }>('/api/v1/incidents/', body)
  const outage = { title: 'Nobody in Frankfurt reaches the VPN', impact: 1, urgency: 2, affected_users: 120 }
  const { id } = await open({ ...outage, requester_id: eve.id, description: 'Since 08:10.' })
  const act = (action: string, body: object) => api.post(`/api/v1/incidents/${id}/${action}/`, body)
  for (const title of ['VPN drops after a minute', 'Cannot work from home'])
    await open({ title, parent_id: id })
  await act('assign', { team_id: team.id })
  await api.post('/api/v1/incident-links/', {
    incident_id: id,
    type: 'caused_by',
    change_reference: 'CHG-31',
  })
  await api.post('/api/v1/incident-workarounds/', {
    incident_id: id,
    steps: 'Use the gateway in Munich.',
    outcome: 'worked',
  })
  await act('accept_major', {
    commander_id: 1,
    communication_audience: 'Everybody in Frankfurt',
    communication_cadence_minutes: 30,
    bridge_url: 'https://meet.example.org/frankfurt',
  })
  await act('escalate', { kind: 'hierarchical', user_id: 1, reason: 'The vendor does not answer' })
  await act('hold', { hold_reason: 'awaiting_vendor' })
  await open({ title: 'Mail is down', impact: 1, urgency: 1 })
}

const PAGES = [
  ['console', '/noc/alerts', 'Interface Gi0/0 '],
  ['alert', '/noc/alerts/4', 'Interface Gi0/100'],
  ['sources', '/noc/integrations', 'Monitoring'],
  ['queue', '/incidents', 'VPN drops every hour'],
  ['incident', '/incidents/1', 'Power feed B tripped.'],
  ['new-incident', '/incidents/new', 'Impact'],
  ['major', '/incidents/3', 'every 30 minutes'],
  ['related', '/incidents/3?tab=related', 'CHG-31'],
  ['files', '/incidents/3?tab=files', 'Nothing attached'],
  ['workarounds', '/incidents/3?tab=workarounds', 'Use the gateway in Munich.'],
  ['history', '/incidents/3?tab=history', 'opened the incident'],
  ['proposed', '/incidents/6', 'Proposed as a major incident'],
  ['details', '/incidents/3?tab=details', 'How long it took'],
  ['items', '/cmdb/items', 'core-sw-1'],
  ['item', '/cmdb/items/1', 'Interface Gi0/1 '],
  ['settings', '/settings/incidents', 'What raises the priority'],
  ['profile', '/profile', 'Nightly export'],
  ['people', '/people', 'Eve Martín'],
  ['person', '/people/2', 'whole organization'],
  ['teams', '/teams', 'Service desk'],
  ['team', '/teams/2', 'Dispatcher'],
  ['roles', '/roles', 'Night watch'],
  ['organizations', '/organizations', 'Harbour works'],
  ['clients', '/noc/clients', 'Harbour Logistics'],
  ['audit', '/audit', 'Incident INC-3'],
  ['audit-record', '/audit?subject_kind=incident&subject_id=3', 'Escalated'],
  ['audit-reads', '/audit?view=reads', 'List'],
] as const

/** What there is for whoever is not signed in. */
const FRONT_PAGES = [
  ['login', '/login', 'Username'],
  ['forgot-password', '/forgot-password', 'Username'],
  ['welcome', '/welcome#a-token', 'New password'],
  ['reset-password', '/reset-password#a-token', 'New password'],
] as const

/** Every page on one device, light and dark; those before the sign-in in one of the two. */
export function testPages(device: string, viewport: typeof DESKTOP, frontTheme: 'light' | 'dark') {
  const { product, browser } = useProduct()
  beforeAll(async () => {
    await fill(await signIn(product().url), product().url)
  })

  describe.each(['light', 'dark'])(`on a ${device}, %s`, (theme) => {
    let session: Session
    beforeAll(async () => {
      session = await signedIn(browser(), product().url, { viewport, dark: theme === 'dark' })
    })
    afterAll(() => session.context.close())

    test.each(PAGES)(
      '%s shows what it is for, fits the screen, and WCAG 2.2 AA finds no fault',
      async (name, path, shown) => {
        const { page } = session
        await page.goto(product().url + path)
        await page.getByText(shown).first().waitFor({ timeout: 20_000 })
        await page.waitForTimeout(400)
        await screenshot(page, `${name}-${device}-${theme}`)
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
          'nothing sticks out sideways',
        ).toBe(true)
        expect(await accessibilityFaults(page)).toEqual([])
        expect(session.complaints).toEqual([])
      },
    )
  })

  test.each(FRONT_PAGES)(
    `on a ${device}, ${frontTheme}, %s shows, and WCAG 2.2 AA finds no fault`,
    async (name, path, label) => {
      const context = await browser().newContext({ viewport, colorScheme: frontTheme })
      const page = await context.newPage()
      await page.goto(product().url + path)
      await page.getByLabel(label).first().waitFor()
      await screenshot(page, `${name}-${device}-${frontTheme}`)
      expect(await accessibilityFaults(page)).toEqual([])
      await context.close()
    },
  )
}
