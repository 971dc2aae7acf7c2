import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { counter, type MadeSeries, metricEvidence } from '../../../../support/metric-evidence.ts';

// `varnish-counters(7)`: each lookup counts as a hit or as a miss, and a miss is fetched from the backend. Who sees requests
// rise behind a cache that is asked as much as ever sees what the cache no longer answers. Few write down whom a cache asks.

interface Lookups {
  readonly hits: readonly [number, number];
  readonly misses: readonly [number, number];
}

/** Pages that get slow as they get more requests, and a cache of which nobody tells that it stands before them. */
function first({ hits, misses }: Lookups, requests: readonly [number, number] = misses) {
  const series: MadeSeries[] = [
    counter('varnish_main_cache_hit', { job: 'doorway' }, ...hits),
    counter('varnish_main_cache_miss', { job: 'doorway' }, ...misses),
    counter('http_server_requests_seconds_count', { job: 'pages', status: '200' }, ...requests),
    counter('http_server_requests_seconds_sum', { job: 'pages', status: '200' }, 0.05 * requests[0], 2 * requests[1]),
  ];
  return diagnose(metricEvidence({ series, logs: [], question: 'Pages are slow' })).hypotheses[0];
}

test('what a cache no longer finds is no spike of whoever makes it', () => {
  expect(first({ hits: [5400, 900], misses: [600, 5100] })).toMatchObject({
    component: 'service/doorway',
    cause: 'cache_stampede',
  });
});

test('where the cache answers more as well, or as much as ever, more is asked', () => {
  const spike = { component: 'service/pages', cause: 'traffic_spike' };
  expect(first({ hits: [5400, 45_900], misses: [600, 5100] })).toMatchObject(spike);
  expect(first({ hits: [5400, 5200], misses: [600, 5100] })).toMatchObject(spike);
});

test('nor does a cache that lost a little make up a surge of many more', () => {
  expect(first({ hits: [5400, 4800], misses: [600, 1200] }, [600, 24_000])).toMatchObject({
    component: 'service/pages',
    cause: 'traffic_spike',
  });
});
