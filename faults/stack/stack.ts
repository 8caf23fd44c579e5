import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { type Child, supervise } from './child.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { type Interceptor, startProxy } from './proxy.ts'

export const ADMIN = { username: 'admin', password: 'a long enough secret' }

export interface Api {
  child: Child
  /** Straight to the process. */
  url: string
  /** Between clients and the process. */
  front: Interceptor
  /** Between the process and PostgreSQL. */
  back: Interceptor
}

/** The whole product in processes of its own, with something to break between any two of them. */
export interface Stack extends AsyncDisposable {
  cluster: Cluster
  apis: Api[]
  workers: Child[]
}

export const childrenOf = ({ apis, workers }: Stack) => [...apis.map(({ child }) => child), ...workers]

export interface StackOptions {
  apis?: number
  workers?: number
  /** Loaded into each API before the product: a negative control. */
  imports?: string[]
  /** Further settings of each process. */
  env?: Record<string, string>
}

export async function startStack({
  apis = 2,
  workers = 2,
  imports = [],
  env = {},
}: StackOptions = {}): Promise<Stack> {
  const cluster = await startCluster()
  const cleaning: (() => Promise<unknown>)[] = [() => cluster.stop()]
  const dispose = async () => {
    for (const step of cleaning.reverse()) await step()
  }
  try {
    await setUp(cluster)
    const stack = {
      cluster,
      apis: await Promise.all(
        Array.from({ length: apis }, () => startApi(cluster, { imports, env }, cleaning)),
      ),
      workers: await Promise.all(Array.from({ length: workers }, () => startWorker(cluster, env, cleaning))),
    }
    return { ...stack, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** Migrated, with its first organization: what the product does at its first start. */
async function setUp({ url }: Cluster) {
  const port = String(await freePort())
  const env = { PORT: port, DATABASE_URL: url, WATCHDESK_ADMIN_PASSWORD: ADMIN.password, DATA_DIR: tmpdir() }
  const child = await supervise('start', { env })
  await child.terminate()
}

async function startApi(
  cluster: Cluster,
  { imports, env }: Required<Pick<StackOptions, 'imports' | 'env'>>,
  cleaning: (() => Promise<unknown>)[],
): Promise<Api> {
  const back = await startProxy({ path: `${cluster.socket}/.s.PGSQL.5432` })
  const port = await freePort()
  const address = `postgres://watchdesk@127.0.0.1:${back.port}/watchdesk`
  const child = await supervise('api', {
    imports,
    env: { ...env, PORT: String(port), DATABASE_URL: address, DATA_DIR: tmpdir() },
  })
  const front = await startProxy({ port, host: '127.0.0.1' })
  cleaning.push(back.close, front.close, child.stop)
  return { child, url: `http://127.0.0.1:${port}`, front, back }
}

async function startWorker(
  cluster: Cluster,
  env: Record<string, string>,
  cleaning: (() => Promise<unknown>)[],
): Promise<Child> {
  const child = await supervise('worker', { env: { ...env, DATABASE_URL: cluster.url } })
  cleaning.push(child.stop)
  return child
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
