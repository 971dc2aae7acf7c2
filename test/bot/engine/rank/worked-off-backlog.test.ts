import { expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../bot/domain/signals.ts';
import { diagnose } from '../../../../bot/engine/index.ts';
import { AS_OF, counter, iso, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const minute = (i: number) => iso(AS_OF - (239 - i) * 60);
const SLICES = 48;
const SLICE = 240 / SLICES;

const LOST =
  'WARN [Consumer clientId=labeller-1, groupId=labeller] Connection to node 1 (crate-log/10.96.3.9:9092) could not be established. Node may not be available.';

/** What the labeller writes: the usual, and between two minutes that its broker is away. */
function labeller(from: number, to: number): ServiceLogs {
  const seen = (a: number, b: number) => ({ firstSeen: minute(a), lastSeen: minute(b) });
  const buckets = (a: number, b: number, lines: number) =>
    Array.from({ length: SLICES }, (_, slice) => (slice >= a / SLICE && slice < b / SLICE ? lines : 0));
  const pattern = (text: string, level: 'info' | 'warn', a: number, b: number, lines: number) => {
    const each = buckets(a, b, lines);
    const count = each.reduce((sum, one) => sum + one, 0);
    return { template: text, level, count, buckets: each, samples: [{ text }], ...seen(a, b) };
  };
  const patterns = [pattern('labelled a crate', 'info', 0, 239, 20), pattern(LOST, 'warn', from, to, 30)];
  const lines = patterns.reduce((sum, { count }) => sum + count, 0);
  return { service: 'labeller', lines, levels: { info: 960, warn: lines - 960 }, patterns, ...seen(0, 239) };
}

/** How far it is behind: since a minute many, until another. */
const behind = (from: number, to: number): MadeSeries => ({
  name: 'kafka_consumergroup_lag',
  labels: { consumergroup: 'labeller', topic: 'crates' },
  value: (i) => (i >= from && i < to ? 4000 : 0) + (i % 3),
});
const answers = { job: 'labeller', method: 'GET', handler: '/labels' };
const served: readonly MadeSeries[] = [
  counter('http_requests_total', { ...answers, status: '200' }, 600),
  counter('http_requests_total', { ...answers, status: '500' }, 0),
];

function first(lost: readonly [number, number], lag: readonly [number, number]) {
  const { verdict, hypotheses } = diagnose(
    metricEvidence({
      series: [...served, behind(...lag)],
      logs: [labeller(...lost)],
      topology: { labeller: ['crate-log'] },
      alerts: [],
      question: 'why was the labeller so far behind?',
    }),
  );
  return `${verdict} ${hypotheses[0]?.component} ${hypotheses[0]?.cause}`;
}

test('a backlog that was worked off came of the broker that its consumer could not reach before', () => {
  expect(first([175, 195], [195, 207])).toBe('recovered service/crate-log dependency_unavailable');
});

test('a broker that was away well before, or one while work still waits, is another matter', () => {
  expect(first([110, 120], [195, 207])).not.toContain('crate-log');
  expect(first([175, 195], [195, 240])).not.toContain('recovered');
});
