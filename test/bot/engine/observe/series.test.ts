import { expect, test } from '@jest/globals';
import { observeSeries } from '../../../../bot/engine/observe/series.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { level, metricEvidence } from '../../../support/metric-evidence.ts';

const left = (before: number, during: number, name = 'node_nf_conntrack_entries_limit') =>
  observeSeries(
    metricEvidence({ series: [{ name, labels: { instance: 'n1:9100' }, value: level(before, during) }] }),
    PARAMETERS,
  ).map(({ component }) => component);

test('who lowers a limit leaves something to explain, who raises one mends something', () => {
  expect(left(524_288, 131_072)).toEqual(['node/n1']);
  expect(left(131_072, 524_288)).toEqual([]);
});

test('a figure that falls back to where it harms nobody leaves nothing to explain', () => {
  expect(left(2_000, 90_000, 'node_nf_conntrack_entries')).toEqual(['node/n1']);
  expect(left(90_000, 2_000, 'node_nf_conntrack_entries')).toEqual([]);
});

test('the role that a server took at a failover is no level that harms', () => {
  expect(left(0, 1, 'pg_replication_is_replica')).toEqual([]);
});

test('a cache that finds less leaves something to explain only where it misses more', () => {
  expect(left(496, 4, 'redis_keyspace_hits_total')).toEqual([]);
  expect(left(3, 420, 'redis_keyspace_misses_total')).toEqual(['service/n1']);
});
