import { expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../../../bot/domain/signals.ts';
import { errorClass } from '../../../../../bot/engine/analyzers/logs/error-class.ts';
import { application, evidenceOf, findingsOf, logsOf, minute, pattern, range } from './log-evidence.ts';

/** A cache that is ready, whose container ended so many times and was started last at a minute. */
function cache(restartCount: number, startedAt: number, exitCode = 1): KubernetesObject[] {
  return application({ name: 'shelf', image: 'redis:7' }).map((object) => {
    if (object.kind !== 'Pod') return object;
    const { status } = object as { readonly status?: { readonly containerStatuses?: readonly object[] } };
    const [container] = status!.containerStatuses!;
    const lastState = { terminated: { exitCode, finishedAt: minute(startedAt - 1) } };
    const state = { running: { startedAt: minute(startedAt) } };
    return { ...object, status: { ...status, containerStatuses: [{ ...container, restartCount, lastState, state }] } };
  });
}

/** What it wrote at each start, and what it writes since. */
const logs = [
  logsOf('shelf', [
    pattern('warn', '# Fatal error loading the DB, check server logs. Exiting.', [4, 5, 7, 10], 1),
    pattern('info', '* DB saved on disk', range(14, 30)),
  ]),
];
const analyze = (objects: KubernetesObject[]) => errorClass.analyze(evidenceOf({ logs, objects }));

test('what kept a program from running is told with the start that ended it', () => {
  expect(findingsOf(analyze(cache(6, 12)))).toEqual([
    expect.objectContaining({
      component: 'service/shelf',
      cause: 'application_crash_on_start',
      onset: minute(4),
      until: minute(12),
    }),
  ]);
});

test.each([
  ['ran when it wrote the lines', cache(6, 2)],
  ['never kept ending', cache(0, 12)],
  ['ended as it was asked to', cache(6, 12, 0)],
])('nothing kept a program from running that %s', (_, objects) => {
  expect(analyze(objects).status).toBe('clear');
});
