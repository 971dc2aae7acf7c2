import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { alert, level, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

const MIB = 2 ** 20;
const LIFE_MINUTES = 24;

/** Level until `from`, then climbing by `perMinute` and back to the level at the end of each life. */
const saw =
  (perMinute: number, from = ONSET_MINUTE - 40) =>
  (i: number) =>
    400 * MIB + (i < from ? (i % 3) * MIB : ((i - from) % LIFE_MINUTES) * perMinute * MIB);

const causesOf = (name: string, value: (i: number) => number) =>
  diagnose(
    metricEvidence({
      series: [
        { name, labels: { service: 'ledger' }, value },
        { name: 'http_request_duration_seconds_p95', labels: { service: 'ledger' }, value: level(0.1, 2) },
      ],
      alerts: [alert('LatencyHigh', { service: 'ledger' })],
      question: 'ledger is slow, over and over',
    }),
  ).hypotheses.map(({ cause }) => cause);

test('memory that climbs until the process is replaced, and then again, leaks', () => {
  expect(causesOf('process_resident_memory_bytes', saw(60))[0]).toBe('memory_leak');
});

test.each<[string, string, (i: number) => number]>([
  ['a heap that a collector empties now and then', 'jvm_memory_heap_used_bytes', saw(60)],
  ['a saw for as long as anybody looks back', 'process_resident_memory_bytes', saw(60, 0)],
  ['one restart that starts small', 'process_resident_memory_bytes', (i) => (i === ONSET_MINUTE ? 100 : 400) * MIB],
])('%s does not', (_, name, value) => {
  expect(causesOf(name, value)).not.toContain('memory_leak');
});
