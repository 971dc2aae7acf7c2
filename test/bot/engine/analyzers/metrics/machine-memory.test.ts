import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { counter, type MadeSeries, metricEvidence } from '../../../../support/metric-evidence.ts';

const GIB = 2 ** 30;
const gauge = (name: string, labels: Record<string, string>, value: (i: number) => number): MadeSeries => ({
  name,
  labels,
  value: (i) => value(i) * GIB,
});

/** A machine of 16 GiB that goes short of memory from a minute on, two processes of one program that grow, and one of another that does not. */
function shortOfMemory(grown: number, begun: number, machines: readonly string[] = ['attic']) {
  const since = (i: number) => Math.max(0, i - begun) / (239 - begun);
  const series = [
    ...machines.flatMap((instance) => [
      gauge('node_memory_MemTotal_bytes', { instance }, () => 16),
      gauge('node_memory_MemAvailable_bytes', { instance }, (i) => 9 + 0.01 * (i % 3) - 8.6 * since(i)),
    ]),
    ...['loft-membership-1', 'loft-membership-2'].map((instance) =>
      gauge(
        'process_resident_memory_bytes',
        { job: 'membership', instance },
        (i) => 0.4 + 0.001 * (i % 3) + (grown / 2) * since(i),
      ),
    ),
    gauge('process_resident_memory_bytes', { job: 'mailer', instance: 'loft-mailer-1' }, (i) => 0.3 + 0.001 * (i % 3)),
    counter('http_server_requests_seconds_count', { job: 'membership', status: '200' }, 1200),
    counter('http_server_requests_seconds_sum', { job: 'membership', status: '200' }, 60, 4800),
  ];
  return diagnose(
    metricEvidence({
      series,
      logs: [],
      question: 'Everything gets slower and slower',
    }),
  ).hypotheses;
}

describe('a machine that is short of memory', () => {
  test('is so for the program that has taken most of what it lost, over hours or within minutes', () => {
    for (const begun of [90, 190]) {
      const [first] = shortOfMemory(8, begun);
      expect(first).toMatchObject({
        component: 'service/membership',
        cause: begun === 90 ? 'memory_leak' : 'pod_memory_pressure',
      });
      expect(first!.explains).toContain('node/attic');
    }
  });

  test('is not for a program that has taken little of it, or of which it is open where it runs', () => {
    const isTold = (hypotheses: ReturnType<typeof shortOfMemory>) =>
      hypotheses.some(
        ({ component, explains }) => component === 'service/membership' && explains.includes('node/attic'),
      );
    expect(isTold(shortOfMemory(8, 90))).toBe(true);
    expect(isTold(shortOfMemory(1.5, 90))).toBe(false);
    expect(isTold(shortOfMemory(8, 90, ['attic', 'cellar']))).toBe(false);
  });

  test('is nothing where nobody takes anything', () => {
    const level = gauge('node_memory_MemAvailable_bytes', { instance: 'attic' }, (i) => 9 + 0.01 * (i % 3));
    const total = gauge('node_memory_MemTotal_bytes', { instance: 'attic' }, () => 16);
    expect(diagnose(metricEvidence({ series: [level, total], logs: [] })).hypotheses).toEqual([]);
  });
});
