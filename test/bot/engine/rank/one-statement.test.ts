import { expect, test } from '@jest/globals';
import type { LogPattern, ServiceLogs } from '../../../../bot/domain/signals.ts';
import { diagnose } from '../../../../bot/engine/index.ts';
import { AS_OF, iso, level, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const minute = (i: number) => iso(AS_OF - (239 - i) * 60);
const SORTS = 'SELECT shelf, count(*) FROM loans GROUP BY 1 ORDER BY 2 DESC';

/** A statement that the server of the loans logs as slow, from a minute on. */
function slow(statement: string, from: number): LogPattern {
  const text = `[4101] LOG:  duration: 31877.215 ms  statement: ${statement}`;
  const seen = { firstSeen: minute(from), lastSeen: minute(238) };
  return { template: text, count: 40, level: 'info', ...seen, samples: [{ text, timestamp: seen.firstSeen }] };
}

/** What ails a machine without processor time on which a database runs that logs these statements. */
function cause(...statements: LogPattern[]) {
  const cpu: MadeSeries = {
    name: 'node_cpu_busy_ratio',
    labels: { job: 'node', instance: 'loans-vm:9100' },
    value: level(0.2, 0.98),
  };
  const up = { name: 'pg_up', labels: { job: 'loans-db', instance: 'loans-vm:5432' }, value: () => 1 };
  const log: ServiceLogs = {
    service: 'loans-db',
    lines: 900,
    levels: { info: 900 },
    firstSeen: minute(0),
    lastSeen: minute(239),
    patterns: statements,
  };
  return diagnose(metricEvidence({ series: [cpu, up], logs: [log] })).hypotheses[0];
}

test('the one statement that is slow takes the processor of its machine', () => {
  expect(cause(slow(SORTS, ONSET_MINUTE))).toMatchObject({ component: 'service/loans-db', cause: 'slow_query' });
});

test('statements of several kinds, and one that is slow later, are slow for want of the processor', () => {
  const machine = { component: 'node/loans-vm', cause: 'node_cpu_saturation' };
  expect(cause(slow(SORTS, ONSET_MINUTE), slow('UPDATE loans SET due = now()', ONSET_MINUTE))).toMatchObject(machine);
  expect(cause(slow(SORTS, ONSET_MINUTE + 4))).toMatchObject(machine);
});
