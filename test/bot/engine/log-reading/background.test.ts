import { expect, test } from '@jest/globals';
import { backgroundOf } from '../../../../bot/engine/log-reading/background.ts';
import { evidenceOf, logsOf, minute, pattern, range } from '../analyzers/logs/log-evidence.ts';

/** What an error at these minutes is to a service whose log reaches back half an hour, of which the last half is asked of. */
function background(minutes: readonly number[]) {
  const error = pattern('error', 'mail throttled, trying again', minutes, 1);
  const logs = logsOf('mailer', [error]);
  const evidence = { ...evidenceOf({ logs: [logs] }), window: { start: minute(15), end: minute(30) } };
  return backgroundOf(error, logs, evidence);
}

test('single errors that come by chance are as usual, though more of them fall into the second half', () => {
  expect(background([1, 8, 14, 18, 20, 22, 25, 26, 28])).toBe('standing');
});

test('errors that have come thick from some moment on are not', () => {
  expect(background([1, 8, ...range(22, 30)])).toBeUndefined();
  expect(background(range(20, 30))).toBeUndefined();
});

test('in a log of these errors alone, what tells a rise is how many there are in a time', () => {
  const alone = (counts: readonly number[]) => {
    const error = { ...pattern('error', 'connect timed out', range(0, 30), 1), buckets: counts };
    const logs = { ...logsOf('till', [error]), patterns: [error], lines: error.count };
    return backgroundOf(error, logs, {
      ...evidenceOf({ logs: [logs] }),
      window: { start: minute(10), end: minute(30) },
    });
  };
  const few = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1];
  expect(alone([...few, ...few.slice(0, 10)])).toBe('standing');
  expect(alone([...few, 9, 30, 33, 31, 35, 30, 29, 34, 33, 30])).toBeUndefined();
});

test('an error that began before the window and stays is none, where its log shows a time without it', () => {
  expect(background(range(8, 30))).toBeUndefined();
  expect(background(range(0, 30))).toBe('standing');
});

test('what comes now and then has not begun where its first line of the log happens to be', () => {
  expect(background([4, 9, 15, 21, 27])).toBe('standing');
});

test('what began more than a further window ago stands', () => {
  const error = pattern('error', 'mail throttled, trying again', range(6, 30), 1);
  const logs = logsOf('mailer', [error]);
  const window = { start: minute(20), end: minute(30) };
  expect(backgroundOf(error, logs, { ...evidenceOf({ logs: [logs] }), window })).toBe('standing');
});

test('telemetry that cannot be delivered is background, and a topic called so is a name', () => {
  const said = (text: string) => {
    const error = pattern('error', text, range(20, 30), 1);
    const logs = logsOf('sink', [error]);
    return backgroundOf(error, logs, evidenceOf({ logs: [logs] }));
  };
  expect(said('could not send telemetry: connection refused')).toBe('telemetry');
  expect(said('Error deserializing VALUE for partition telemetry.raw-1 at offset 7')).toBeUndefined();
});
