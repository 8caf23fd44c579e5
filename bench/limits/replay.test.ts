import { expect, test } from 'vitest'
import type { Statement, Transaction } from './recorder.ts'
import { pgbenchScript, type ReplaySpec, replayOf } from './replay.ts'

const said = (text: string, values: Statement['values'] = [], more: Partial<Statement> = {}): Statement => ({
  text,
  values,
  isPipelined: false,
  row: null,
  ...more,
})
const together = (settings: string, ...statements: Statement[]): Transaction => ({ statements, settings })
const id = { recorded: '154321', written: '~id~' }
const spec: ReplaySpec = { holes: [id], variables: { id: [100_001, 200_000] } }

/** Of one transaction, whose BEGIN is the statement s0. */
function stepsOf(statements: Statement[], types: string[][]) {
  const { steps, constants } = replayOf([together('', said('begin'), ...statements)], [[], ...types], spec)
  return { steps: steps.slice(1), constants }
}

test('what the request carried is drawn anew in each run, wherever it stands in a value', () => {
  const { steps, constants } = stepsOf(
    [said('select $1, $2, $3', ['154321', '{"154321"}', '1543210'])],
    [['bigint', 'bigint[]', 'text']],
  )
  expect(steps[0]?.sql).toBe(
    `select :id::bigint, (replace(:s1p2_0::text, '~id~', :id::text))::bigint[], :s1p3_0::text`,
  )
  expect(constants).toEqual({ s1p2_0: '{"~id~"}', s1p3_0: '1543210' })
})

test('an id that a statement made is handed on to those after it, one that was known is not', () => {
  const made = { id: '300001', created_by: '20001', title: 'x' }
  const { steps } = stepsOf(
    [
      said('insert into a values ($1) returning *', ['20001'], { row: made }),
      said('insert into b values ($1, $2)', ['300001', '20001']),
    ],
    [['bigint'], ['bigint', 'bigint']],
  )
  expect(steps[0]?.keepsAs).toBe('s1_')
  expect(steps[1]?.sql).toBe('insert into b values (:s1_id::bigint, :s2p2_0::bigint)')
})

test('a row whose ids nobody speaks of later is not kept', () => {
  const { steps } = stepsOf(
    [said('insert into a values ($1) returning id', ['1'], { row: { id: '300001' } })],
    [['bigint']],
  )
  expect(steps[0]?.keepsAs).toBeUndefined()
})

test('what was sent without waiting is so in the script, as far as pgbench can', () => {
  const replay = replayOf(
    [
      together(
        '',
        said('begin; select 1'),
        said('select $1', ['154321'], { isPipelined: true }),
        said('insert into a values ($1) returning id', ['1'], { row: { id: '300001' }, isPipelined: true }),
        said('select $1', ['300001'], { isPipelined: true }),
        said('commit'),
      ),
    ],
    [[], ['bigint'], ['int'], ['bigint'], []],
    spec,
  )
  expect(pgbenchScript(replay).trim().split('\n')).toEqual([
    '\\set id random(100001, 200000)',
    '\\startpipeline',
    'begin;',
    'select 1;',
    'select :id::bigint;',
    '\\endpipeline',
    'insert into a values (:s2p1_0::int) returning id \\gset s2_',
    'select :s2_id::bigint;',
    'commit;',
  ])
})

test('statements that one Sync makes a transaction stay in one pipeline', () => {
  const tenant = said(`select set_config('x', $1, true)`, ['1'])
  const replay = replayOf(
    [together('', tenant, said('select 1', [], { isPipelined: true }))],
    [['text'], []],
    spec,
  )
  expect(replay.steps.map(({ isPipelined }) => isPipelined)).toEqual([false, true])
})

test('a number taken aside is kept for the transaction after it, and flushed no more than it was', () => {
  const taken = said('insert into n values ($1) returning last', ['INC'], { row: { last: '500001' } })
  const replay = replayOf(
    [
      together('-c synchronous_commit=off', said(`select set_config('x', $1, true)`, ['1']), taken),
      together(
        '-c role=app_rw',
        said('begin'),
        said('insert into a values ($1)', ['INC-500001']),
        said('commit'),
      ),
    ],
    [['text'], ['text'], [], ['text'], []],
    spec,
  )
  expect(replay.settings).toBe('-c role=app_rw')
  expect(replay.steps[0]).toMatchObject({ keepsAs: 's1_', isPipelined: false })
  expect(replay.steps[0]?.sql).toContain(`set_config('synchronous_commit', 'off', true)`)
  expect(replay.steps[2]?.sql).toContain(`replace(:s3p1_0::text, '~s1_last~', :s1_last::text)`)
})

test('null stays null, no text stays none, and a value too long for an argument goes in parts', () => {
  const { steps, constants } = stepsOf(
    [said('select $1, $2, $3', [null, 'x'.repeat(100_001), ''])],
    [['int', 'text', 'text']],
  )
  expect(steps[0]?.sql).toBe("select null, (:s1p2_0::text || :s1p2_1::text)::text, ''::text")
  expect(constants.s1p2_1).toBe('x')
})

test('a text that pgbench would take for a variable is refused', () => {
  expect(() => stepsOf([said(`select 'at :noon'`)], [[]])).toThrow(':noon')
})
