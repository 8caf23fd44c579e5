import { expect, test } from 'vitest'
import { mainLabels } from './alert-columns.tsx'
import { alertOf } from './alerts.fixture.tsx'

const shown = (labels: Record<string, string>, more: Parameters<typeof alertOf>[1] = {}) =>
  mainLabels(alertOf(1, { title: 'Disk is almost full', labels, ...more })).map(([name]) => name)

test('the most telling labels come first, three at most, without what tells nothing', () => {
  const labels = { alertname: 'DiskFull', severity: 'high', job: 'node', zone: 'b', instance: 'db-1:9100' }
  expect(shown({ ...labels, mountpoint: '/var' })).toEqual(['instance', 'mountpoint', 'job'])
  expect(shown(labels)).toEqual(['instance', 'job', 'zone'])
})

test('what the title or the place says already is not said again', () => {
  const site = { id: 1, name: 'Frankfurt' }
  expect(shown({ device: 'disk', site: 'Frankfurt', pod: 'x' }, { site })).toEqual(['pod'])
})

test('a value that would fill the line is left out', () => {
  expect(shown({ path: 'x'.repeat(41) })).toEqual([])
})
