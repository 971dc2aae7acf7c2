import { expect, test } from '@jest/globals';
import { keptRestarting } from '../../../../../bot/engine/analyzers/logs/kept-restarting.ts';
import { evidenceOf, findingsOf, logsOf, pattern, range } from './log-evidence.ts';

const PANIC = "thread 'main' panicked at src/settings.rs:18:6:";
const MINUTES = range(12, 30);
const analysed = (line: string, words = PANIC, minutes = MINUTES) =>
  keptRestarting.analyze(
    evidenceOf({
      logs: [
        logsOf('till', [pattern('error', words, minutes)], range(0, 12)),
        logsOf('host-a', [pattern('info', line, minutes)]),
      ],
    }),
  );

// Nomad's taskrunner, systemd's service.c, supervisord's process.py, `docker events`: each with the status it ended with.
test.each([
  (code: number) =>
    `client.alloc_runner.task_runner: Task event: alloc_id=0f1c task=till type=Terminated msg="Exit Code: ${code}, Exit Message: \\"Docker container exited with non-zero exit code: ${code}\\"" failed=false`,
  (code: number) =>
    `client.alloc_runner.task_runner: restarting task: alloc_id=0f1c task=till reason="Exit Code: ${code}" delay=15s`,
  (code: number) => `host-a systemd[1]: till.service: Main process exited, code=exited, status=${code}/n/a`,
  (code: number) => `2026-03-04 05:12:01,123 INFO exited: shop:till (exit status ${code}; not expected)`,
  (code: number) => `container die 3f2a9c1d04be (execDuration=0, exitCode=${code}, image=shop/till:3, name=till)`,
])('a program that is started again and again and ends with its last words ends by itself: %#', (line) => {
  const [finding] = findingsOf(analysed(line(101)));
  expect(finding).toMatchObject({ component: 'service/till', cause: 'application_crash_on_start', lasts: true });
  expect(finding?.evidence.map(({ text }) => text)).toEqual([
    expect.stringContaining(PANIC),
    expect.stringContaining('till'),
  ]);
  // Ended by a signal from outside, or as it should.
  for (const code of [0, 137, 143]) expect(analysed(line(code)).status).toBe('clear');
});

const NOMAD = 'client.alloc_runner.task_runner: restarting task: task=till reason="Exit Code: 1" delay=15s';

test('once started again is no loop, and neither is one whose last words are of another', () => {
  expect(analysed(NOMAD, PANIC, [29]).status).toBe('clear');
  expect(analysed(NOMAD, "thread 'tokio-runtime-worker' panicked at src/pay.rs:9:1:").status).toBe('clear');
  expect(analysed(NOMAD, 'panic: dial tcp 10.96.0.2:80: connect: connection refused').status).toBe('clear');
});

test('what was started for the last time a while ago is over', () => {
  expect(findingsOf(analysed(NOMAD, PANIC, range(4, 14)))[0]).toMatchObject({ until: expect.any(String) });
});

test('is unknown without logs', () => {
  expect(keptRestarting.analyze(evidenceOf({})).status).toBe('unknown');
});
