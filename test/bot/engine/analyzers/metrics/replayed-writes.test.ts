import { describe, expect, test } from '@jest/globals';
import { replayedWrites } from '../../../../../bot/engine/analyzers/metrics/replayed-writes.ts';
import { diagnose } from '../../../../../bot/engine/index.ts';
import {
  AS_OF,
  iso,
  level,
  type MadeEvidence,
  type MadeSeries,
  metricEvidence,
  ONSET_MINUTE,
} from '../../../../support/metric-evidence.ts';

/** A counter that grows by so much each second until the incident, and from then on. */
function counter(name: string, instance: string, job: string, before: number, during = before): MadeSeries {
  const perSecond = level(before, during);
  const totals: number[] = [];
  for (let i = 0; i < 240; i++) totals.push((totals[i - 1] ?? 0) + 60 * perSecond(i));
  return { name, labels: { instance, job, device: 'sda' }, type: 'counter', value: (i) => totals[i] ?? 0 };
}

/** `ledger-2` replicates `ledger-1` and falls behind; its disk is as busy as can be. */
function evidence(written: number, read = 1, beside: Pick<MadeEvidence, 'topology' | 'changes'> = {}) {
  const lag = (i: number) => (i < ONSET_MINUTE ? 0.3 : 60 * (i - ONSET_MINUTE + 1));
  return metricEvidence({
    series: [
      counter('mysql_global_status_queries', 'ledger-1:9104', 'mysql', 800, 800 * written),
      counter('mysql_global_status_queries', 'ledger-2:9104', 'mysql', 700, 700 * read),
      {
        name: 'mysql_slave_status_seconds_behind_master',
        labels: { instance: 'ledger-2:9104', job: 'mysql' },
        value: lag,
      },
      counter('node_disk_io_time_seconds_total', 'ledger-1:9100', 'node', 0.1),
      counter('node_disk_io_time_seconds_total', 'ledger-2:9100', 'node', 0.2, 0.98),
    ],
    question: 'the reports show old figures',
    ...beside,
  });
}

function blamed(written: number, read?: number) {
  const result = replayedWrites.analyze(evidence(written, read));
  return result.status === 'found'
    ? result.findings.map(({ component, explains }) => [component, explains])
    : result.status;
}

test('a replica that falls behind as its primary does more is overrun by what it applies', () => {
  expect(blamed(2)).toEqual([['service/mysql', ['node/ledger-2']]]);
});

test.each([
  ['the primary does as much as ever', 1, 1],
  ['its own clients ask for more as well', 2, 2],
])('where %s, what holds it up is not known by that', (_, written, read) => {
  expect(blamed(written, read)).toBe('clear');
});

test('its disk is then busy with what it applies, and else may be what holds it up', () => {
  const answer = (written: number) => diagnose(evidence(written)).hypotheses[0];
  expect(answer(2)).toMatchObject({ component: 'service/mysql', cause: 'replication_lag' });
  expect(answer(1)).toMatchObject({ component: 'node/ledger-2', cause: 'node_disk_io_saturation' });
});

describe('one statement that writes many rows', () => {
  /** `stock` writes to the primary, `desk` reads from the replica. */
  const topology = { stock: ['mysql-main'], desk: ['mysql-main', 'mysql-main-replica'] };
  const first = (service: string, summary: string, at: number) => {
    const timestamp = iso(AS_OF - (239 - at) * 60);
    const changes = [{ id: 'c1', kind: 'config' as const, timestamp, service, summary }];
    return diagnose(evidence(1, 1, { topology, changes })).hypotheses[0];
  };

  test('overruns the replica, which asks for no more itself', () => {
    expect(first('stock', 'reprice once: UPDATE of all 4 million rows', ONSET_MINUTE - 2)).toMatchObject({
      component: 'service/mysql-main-replica',
      cause: 'replication_lag',
    });
  });

  test.each([
    ['its change does not say so', 'stock', 'stock: update of the new tariff', ONSET_MINUTE - 2],
    ['it was an hour before', 'stock', 'reprice once: UPDATE of all rows', ONSET_MINUTE - 60],
    ['the program does not write to the primary', 'quay', 'UPDATE of all rows', ONSET_MINUTE - 2],
  ])('is not known where %s', (_, service, summary, at) => {
    expect(first(service, summary, at)).toMatchObject({ component: 'node/ledger-2', cause: 'node_disk_io_saturation' });
  });
});
