import { expect, test } from '@jest/globals';
import type { ChangeRecord } from '../../../../../bot/domain/signals.ts';
import { movedAddress } from '../../../../../bot/engine/analyzers/logs/moved-address.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { evidenceOf, findingsOf, logsOf, minute, pattern, range } from './log-evidence.ts';

const refused = (port: number) =>
  pattern('error', `call of weigh failed: dial tcp 10.9.0.7:${port}: connect: connection refused`, range(12, 30));
const moved: ChangeRecord = {
  timestamp: minute(10),
  kind: 'config',
  service: 'weigh',
  id: '77a',
  summary: 'free the port of the scale',
  diff: '-  listen: 0.0.0.0:7070\n+  listen: 0.0.0.0:7171',
};
const analyze = (change: ChangeRecord, port = 7070) => {
  const evidence = evidenceOf({ logs: [logsOf('hoist', [refused(port)])] });
  const changes = { status: 'observed', value: [change], tool: 'list_changes', query: 'all', at: minute(30) } as const;
  return movedAddress.analyze({ ...evidence, changes }, PARAMETERS);
};

test('who is refused at a port that a change of another has just given up was not told of the new one', () => {
  expect(findingsOf(analyze(moved))).toEqual([
    expect.objectContaining({
      component: 'service/hoist',
      cause: 'service_env_var_address_mismatch',
      grade: 'shown',
      statement: 'hoist calls weigh at port 7070, which weigh has given up.',
    }),
  ]);
});

test.each<[string, ChangeRecord, number]>([
  ['a change that gives up another port', moved, 7575],
  ['a change that keeps the port', { ...moved, diff: '-  port: 7070 # old\n+  port: 7070 # scale' }, 7070],
  ['a number that is no port', { ...moved, diff: '-  batch = 7070\n+  batch = 7171' }, 7070],
  ['a change after the trouble began', { ...moved, timestamp: minute(20) }, 7070],
  ['a change of the caller itself', { ...moved, service: 'hoist' }, 7070],
  ['a change without its content', { ...moved, diff: '' }, 7070],
])('is clear for %s', (_, change, port) => {
  expect(analyze(change, port).status).toBe('clear');
});

test('is unknown without logs', () => {
  expect(movedAddress.analyze(evidenceOf({}), PARAMETERS).status).toBe('unknown');
});
