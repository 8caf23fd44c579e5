/**
 * Given on the command line at each start, so that every cluster runs with the same ones whatever Watchdesk made it.
 * Sized for a small server; a larger one has a PostgreSQL of its own, named by DATABASE_URL.
 */
const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '200',
  shared_buffers: '256MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  // Short statements by the thousand: compiling them costs more than it gains.
  jit: 'off',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_compression: 'on',
  // A request whose client has gone must not go on holding its locks.
  client_connection_check_interval: '500ms',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  cluster_name: 'watchdesk',
}

export const postgresArguments = (cluster: string, socketFolder: string, port: number) => [
  ...['-D', cluster, '-k', socketFolder, '-p', String(port)],
  ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
]
