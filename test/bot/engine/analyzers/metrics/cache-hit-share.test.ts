import { expect, test } from '@jest/globals';
import { cacheMisses } from '../../../../../bot/engine/analyzers/metrics/cache-misses.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { AS_OF, iso, level, metricEvidence } from '../../../../support/metric-evidence.ts';

/** A cache of which a cloud tells the share of lookups that find something, and what it throws out. */
const analyze = (before: number, during: number, thrownOut = 0) =>
  cacheMisses.analyze(
    metricEvidence({
      series: [
        {
          name: 'stackdriver_redis_instance_redis_googleapis_com_stats_cache_hit_ratio',
          labels: { service_name: 'basket-cache' },
          value: level(before, during),
        },
        {
          name: 'stackdriver_redis_instance_redis_googleapis_com_stats_evicted_keys',
          labels: { service_name: 'basket-cache' },
          value: level(0, thrownOut),
        },
      ],
    }),
    PARAMETERS,
  );

test('a cache that finds a small part of what it found before has lost its entries', () => {
  expect(analyze(0.93, 0.05)).toMatchObject({
    status: 'found',
    findings: [{ component: 'service/basket-cache', cause: 'cache_stampede', grade: 'measured' }],
  });
});

test('where nothing tells what it throws out, its own change just before shows that it was changed', () => {
  const of = (service: string) =>
    cacheMisses.analyze(
      metricEvidence({
        series: [
          { name: 'stackdriver_memcache_cache_hit_ratio', labels: { service_name: 'edge' }, value: level(0.9, 0.1) },
        ],
        changes: [
          { timestamp: iso(AS_OF - 17 * 60), kind: 'config', service, id: 'c1', summary: 'keep no pages of members' },
        ],
      }),
      PARAMETERS,
    );
  expect(of('edge')).toMatchObject({ findings: [{ cause: 'cache_stampede', grade: 'measured' }] });
  expect(of('mailer')).toMatchObject({ findings: [{ cause: 'cache_stampede', grade: 'coincides' }] });
});

test.each([
  ['finds most as ever', 0.93, 0.85, 0],
  ['never found much', 0.2, 0.05, 0],
  ['throws out what it has no room for', 0.93, 0.05, 400],
])('not one that %s', (_, before, during, thrownOut) => {
  expect(analyze(before, during, thrownOut).status).not.toBe('found');
});
