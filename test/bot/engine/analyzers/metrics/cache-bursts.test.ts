import { expect, test } from '@jest/globals';
import { cacheMisses } from '../../../../../bot/engine/analyzers/metrics/cache-misses.ts';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { observeSpells } from '../../../../../bot/engine/observe/spells.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { type MadeSeries, metricEvidence } from '../../../../support/metric-evidence.ts';

interface Given {
  /** Minutes of 240 in which entries expire together. */
  readonly bursts?: readonly number[];
  /** Entries a second that are thrown out meanwhile. */
  readonly thrownOut?: number;
  /** Seconds that an answer takes meanwhile. */
  readonly slow?: number;
}
const EVEN = [186, 196, 206, 216, 226, 236].flatMap((minute) => [minute, minute + 1]);

/** A shelf that asks a cache and, for what that does not know, a store. */
function world({ bursts = EVEN, thrownOut = 0, slow = 2 }: Given) {
  const isBurst = (i: number) => bursts.includes(i);
  const counter = (name: string, labels: Record<string, string>, each: (i: number) => number): MadeSeries => {
    let sum = 0;
    const sums = Array.from({ length: 240 }, (_, i) => (sum += 60 * each(i)));
    return { name, type: 'counter', labels, value: (i) => sums[i]! };
  };
  const redis = { job: 'shelf-cache', instance: 'box-1:6379' };
  const bucket = (le: string, within: (seconds: number) => boolean) =>
    counter('http_request_duration_seconds_bucket', { service: 'shelf', le }, (i) =>
      within(isBurst(i) ? slow : 0.05) ? 40 : 0,
    );
  return metricEvidence({
    question: 'shelf is slow every few minutes',
    topology: { shelf: ['shelf-cache', 'shelf-db'] },
    series: [
      counter('redis_keyspace_misses_total', redis, (i) => (isBurst(i) ? 60 : 4)),
      counter('redis_keyspace_hits_total', redis, (i) => (isBurst(i) ? 20 : 76)),
      counter('redis_evicted_keys_total', redis, (i) => (isBurst(i) ? thrownOut : 0)),
      counter('mysql_global_status_queries', { job: 'shelf-db', instance: 'box-2:3306' }, (i) =>
        isBurst(i) ? 90 : 30,
      ),
      ...['0.1', '1', '5', '+Inf'].map((le) => bucket(le, (seconds) => le === '+Inf' || seconds <= Number(le))),
      counter('http_request_duration_seconds_count', { service: 'shelf' }, () => 40),
      counter('http_request_duration_seconds_sum', { service: 'shelf' }, (i) => 40 * (isBurst(i) ? slow : 0.05)),
    ],
  });
}
const found = (given: Given) => {
  const analysis = cacheMisses.analyze(world(given), PARAMETERS);
  return analysis.status === 'found' ? analysis.findings[0] : undefined;
};

test('a cache whose entries expire together again and again is found by its misses, and its store makes up for it', () => {
  expect(found({})).toMatchObject({
    component: 'service/shelf-cache',
    cause: 'cache_stampede',
    grade: 'measured',
    lasts: true,
    explains: ['service/shelf-db', 'service/shelf'],
  });
});

test.each([
  ['throws out what it has no room for', { thrownOut: 50 }],
  ['misses more at any distance', { bursts: [182, 183, 188, 199, 204, 221, 236, 237] }],
  ['misses as ever', { bursts: [] }],
] as const)('not one that %s', (_, given) => {
  expect(found(given)?.lasts).toBeUndefined();
});

test('who is slow like a clock is not well between two spells', () => {
  expect(observeSpells(world({}), PARAMETERS)).toMatchObject([
    { kind: 'latency', component: 'service/shelf', class: 'relevant' },
  ]);
  expect(observeSpells(world({ slow: 0.08 }), PARAMETERS)).toEqual([]);
  const { verdict, hypotheses } = diagnose(world({}));
  expect(verdict).toBe('fault');
  expect(hypotheses[0]).toMatchObject({ component: 'service/shelf-cache', cause: 'cache_stampede' });
});
