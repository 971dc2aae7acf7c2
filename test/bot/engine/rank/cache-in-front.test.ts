import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../bot/engine/index.ts';
import { counter, level, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

/** Lookups a minute that a cache answers, and those that it has to fetch, before and since. */
interface Lookups {
  readonly hits: readonly [number, number];
  readonly misses: readonly [number, number];
}

/** A cache before pages that ask a catalogue, whose workers are all busy, while so many requests come to both. */
function cause({ hits, misses }: Lookups) {
  const served = (job: string, seconds: number): MadeSeries[] => [
    counter('http_server_requests_seconds_count', { job, status: '200' }, ...misses),
    counter('http_server_requests_seconds_sum', { job, status: '200' }, 0.05 * misses[0], seconds * misses[1]),
  ];
  const series = [
    counter('varnish_main_cache_hit', { job: 'doorway' }, ...hits),
    counter('varnish_main_cache_miss', { job: 'doorway' }, ...misses),
    counter('varnish_main_n_lru_nuked', { job: 'doorway' }, 0),
    ...served('pages', 4.1),
    ...served('catalogue', 4),
    { name: 'phpfpm_listen_queue', labels: { job: 'catalogue' }, value: level(0, 70) },
    { name: 'phpfpm_active_processes', labels: { job: 'catalogue' }, value: level(4, 40) },
  ];
  const topology = { doorway: ['pages'], pages: ['catalogue'] };
  return diagnose(metricEvidence({ series, topology, logs: [], question: 'Pages are slow' })).hypotheses[0];
}

const lost: Lookups = { hits: [2700, 300], misses: [300, 2700] };

test('workers behind a cache that answers less and leaves them the rest are busy for that', () => {
  expect(cause(lost)).toMatchObject({ component: 'service/doorway', cause: 'cache_stampede' });
});

test('they are so in themselves where the cache answers as ever', () => {
  expect(cause({ hits: [2700, 2700], misses: [300, 300] })).toMatchObject({
    component: 'service/catalogue',
    cause: 'thread_pool_exhausted',
  });
});

test('they are so for those who ask where the cache answers more as well', () => {
  expect(cause({ hits: [2700, 24_000], misses: [300, 2700] })).not.toMatchObject({ cause: 'cache_stampede' });
});
