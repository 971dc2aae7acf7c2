import { expect, test } from '@jest/globals';
import { crashOnStart } from '../../../../../bot/engine/analyzers/logs/crash-on-start.ts';
import { application, evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const panic = pattern('fatal', 'panic: invalid price list', [28, 29]);
const crashing = application({ name: 'till', ready: false, waiting: 'CrashLoopBackOff', exitCode: 2 });

test('a container that restarts and whose log ends in a panic crashes by itself', () => {
  expect(findingsOf(crashOnStart.analyze(evidenceOf({ objects: crashing, logs: [logsOf('till', [panic])] })))).toEqual([
    expect.objectContaining({ component: 'service/till', cause: 'application_crash_on_start', strength: 0.65 }),
  ]);
});

test('a program that ends because another is away is that other’s victim', () => {
  const ledger = application({ name: 'ledger', ip: '10.96.0.2', podIp: '10.1.0.2' });
  const ends = pattern('fatal', 'panic: dial tcp 10.96.0.2:80: connect: connection refused', [28, 29]);
  const [finding] = findingsOf(
    crashOnStart.analyze(evidenceOf({ objects: [...crashing, ...ledger], logs: [logsOf('till', [ends])] })),
  );
  expect(finding).toMatchObject({
    component: 'service/ledger',
    cause: 'dependency_unavailable',
    explains: ['service/till'],
  });
});

test('without an error its last line is quoted, as a lead', () => {
  const last = pattern('info', 'waiting for the price list', [29]);
  const [finding] = findingsOf(
    crashOnStart.analyze(evidenceOf({ objects: crashing, logs: [logsOf('till', [last], range(0, 28))] })),
  );
  expect(finding).toMatchObject({ cause: 'application_crash_on_start', grade: 'coincides', strength: 0.45 });
  expect(finding?.evidence[0]?.text).toContain('waiting for the price list');
});

test('of what Node writes as it ends, the error is quoted: not the line of code above it, nor the version below', () => {
  const written = ['file:///app/price-list.js:32', 'TypeError: prices is not iterable', 'Node.js v24.1.0'];
  const logs = [
    logsOf(
      'till',
      written.map((text) => pattern('info', text, [29])),
    ),
  ];
  const [finding] = findingsOf(crashOnStart.analyze(evidenceOf({ objects: crashing, logs })));
  expect(finding?.evidence[0]?.text).toContain('prices is not iterable');
});

test('is clear while the container runs, and when a signal from outside ended it', () => {
  const killed = application({ name: 'till', ready: false, waiting: 'CrashLoopBackOff', exitCode: 137 });
  for (const objects of [application({ name: 'till' }), killed]) {
    expect(crashOnStart.analyze(evidenceOf({ objects, logs: [logsOf('till', [panic])] })).status).toBe('clear');
  }
});

test('is unknown without objects', () => {
  expect(crashOnStart.analyze(evidenceOf({ logs: [logsOf('till', [panic])] })).status).toBe('unknown');
});
