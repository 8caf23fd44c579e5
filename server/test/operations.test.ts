import { beforeAll, expect, test } from 'vitest'
import { expectProblem } from './contract/world.ts'
import { createFuzzer } from './fuzz/fuzzer.ts'
import { randomOf } from './fuzz/random.ts'
import { useTestServer } from './harness.ts'
import { type Callable, leastBody, readCallables } from './isolation/document.ts'
import { collectionOf, makeRecords, type Records, recordFor } from './isolation/records.ts'

// What every operation of the API's document keeps, those of tomorrow as well.

const server = useTestServer()
let callables: Callable[]
let records: Records
beforeAll(async () => {
  callables = readCallables((await server().anonymous.get('/api/schema/')).body)
  records = await makeRecords(server(), server().tenant, false)
})

const nameOf = ({ method, path }: Callable) => `${method} ${path}`
const isIngest = ({ path }: Callable) => path.startsWith('/api/ingest/')
/** They answer without an end, or change who the caller is. */
const isStream = ({ path }: Callable) => path === '/api/noc/stream/'
const placed = ({ path }: Callable) =>
  path.replace('{id}', String(records.get(collectionOf(path)) ?? 1)).replace('{key}', 'wdk_none')
const admin = () => server().tenant.administrator

test('there is no route that the document does not name, and none that it names in vain', async () => {
  const hidden =
    /^\/$|^\/(am\/:key|api\/docs|api\/redoc|api\/schema|assets|metrics)(\/|$)|^\/\*$|^\/(api\/docs\/)?static\//
  const dump = [...server().routes].filter((route) => !hidden.test(route.split(' ')[1] ?? ''))
  const documented = callables.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`)
  expect(dump.sort()).toEqual(documented.sort())
})

test('each has a twin without the trailing slash', async () => {
  for (const callable of callables.filter((one) => !isStream(one))) {
    const answers = [placed(callable), placed(callable).replace(/\/$/, '')].map((path) =>
      server().anonymous.send(callable.method, path, callable.body && {}),
    )
    const [one, twin] = await Promise.all(answers)
    expect({ of: nameOf(callable), status: twin?.status }).toEqual({
      of: nameOf(callable),
      status: one?.status,
    })
    expect(twin?.status, nameOf(callable)).not.toBe(404)
  }
})

const isPlatforms = ({ path }: { path: string }) => /\/tenants\/|\/enter\/$/.test(path)

test('each refuses a parameter that it does not know, by name', async () => {
  // Who may not operate the platform is told that, whatever else they send.
  const asked = callables.filter((one) => !isIngest(one) && !isPlatforms(one))
  for (const callable of asked) {
    const { method, body } = callable
    const answer = await admin().send(method, `${placed(callable)}?nonsense=1`, body && {})
    const named = [400, 415].includes(answer.status)
    expect({ of: nameOf(callable), named, status: answer.status }).toMatchObject({ named: true })
    if (answer.status === 400 && !body) expectProblem(answer, 400, 'nonsense')
  }
})

test('each refuses a field that it does not know, by name', async () => {
  for (const callable of callables.filter(({ body, isUpload }) => body && !isUpload)) {
    const { method, path, body = {} } = callable
    const good = leastBody(body, (field) => recordFor(records, field, path))
    const answer = await admin().send(method, placed(callable), { ...good, nonsense: 1 })
    expect(answer.status, `${nameOf(callable)}: ${JSON.stringify(answer.body)}`).toBe(400)
    expectProblem(answer, 400, 'nonsense')
  }
})

test('each that is refused says so as a declared problem, with nothing of the inside', async () => {
  const { WATCHDESK_FUZZ: long, WATCHDESK_FUZZ_SEED: again } = process.env
  const seed = Number(again ?? Date.now() % 2 ** 31)
  const fuzz = createFuzzer(admin(), randomOf(seed), { placed, records })
  const usable = callables.filter((one) => !isStream(one) && !isIngest(one))
  const findings = await fuzz(usable, Number(long ?? 3000))
  expect(findings, `seed ${seed}`).toEqual([])
}, 3_600_000)
