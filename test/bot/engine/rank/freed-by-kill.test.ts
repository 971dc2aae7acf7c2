import { expect, test } from '@jest/globals';
import type { LogPattern, ServiceLogs } from '../../../../bot/domain/signals.ts';
import { diagnose } from '../../../../bot/engine/index.ts';
import { AS_OF, counter, iso, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const GIB = 2 ** 30;
const KILLED_AT = 212;
const at = (minute: number) => iso(AS_OF - (239 - minute) * 60);

const line = (level: LogPattern['level'], text: string): LogPattern => ({
  template: text,
  level,
  count: 1,
  firstSeen: at(KILLED_AT),
  lastSeen: at(KILLED_AT),
  samples: [{ text, timestamp: at(KILLED_AT) }],
});
const journal: ServiceLogs = {
  service: 'journal',
  lines: 3,
  levels: { error: 2, info: 1 },
  firstSeen: at(KILLED_AT),
  lastSeen: at(KILLED_AT),
  patterns: [
    line(
      'fatal',
      'attic4 kernel: Out of memory: Killed process 812 (plotter.bin) total-vm:9120334kB, anon-rss:7011232kB',
    ),
    line('info', 'attic4 systemd[1]: plotter.service: A process of this unit has been killed by the OOM killer.'),
    line('error', "attic4 systemd[1]: plotter.service: Failed with result 'oom-kill'."),
  ],
};

/** A machine that goes short of memory for some minutes, or on and on, and a unit of it that is killed then and stays away. */
function diagnosed(back: number) {
  const memory = (name: string, value: (i: number) => number): MadeSeries => ({
    name,
    labels: { instance: 'attic4:9100', job: 'node' },
    value: (i) => value(i) * GIB,
  });
  const series = [
    memory('node_memory_MemTotal_bytes', () => 30),
    memory('node_memory_MemAvailable_bytes', (i) => (i >= KILLED_AT - 6 && i < back ? 0.3 : 13) + 0.01 * (i % 3)),
    {
      name: 'up',
      labels: { job: 'plotter', instance: '10.12.3.24:8000' },
      value: (i: number) => (i < KILLED_AT ? 1 : 0),
    },
    counter('http_requests_total', { job: 'desk', status: '200' }, 600),
    counter('http_requests_total', { job: 'desk', status: '503' }, 0, 90),
  ];
  const question = 'plans are no longer drawn';
  return diagnose(metricEvidence({ series, logs: [journal], topology: { desk: ['plotter'] }, question })).hypotheses;
}

test('a machine that had its memory back when a unit was killed was short for that unit, which is gone', () => {
  const [first] = diagnosed(KILLED_AT + 1);
  expect(first).toMatchObject({ component: 'service/plotter', cause: 'oom_killed' });
  expect(first!.summary).not.toMatch(/memory left/);
});

test('one that is short all the same is so for another', () => {
  expect(diagnosed(240)[0]).toMatchObject({ component: 'node/attic4', cause: 'node_memory_pressure' });
});
