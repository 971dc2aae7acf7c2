import { describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../../../../bot/domain/finding.ts';
import type { LogPattern, ServiceLogs } from '../../../../../bot/domain/signals.ts';
import { cacheMisses } from '../../../../../bot/engine/analyzers/metrics/cache-misses.ts';
import { callGap } from '../../../../../bot/engine/analyzers/metrics/call-gap.ts';
import { nameServerSlow } from '../../../../../bot/engine/analyzers/metrics/name-server-slow.ts';
import { retryStorm } from '../../../../../bot/engine/analyzers/metrics/retry-storm.ts';
import { AS_OF, alert, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

/** A counter that grows by `before` a minute and by `during` from the onset on. */
function counter(name: string, labels: Record<string, string>, before: number, during = before): MadeSeries {
  return {
    name,
    labels,
    type: 'counter',
    value: (i) => Math.min(i, ONSET_MINUTE) * before + Math.max(0, i - ONSET_MINUTE) * during,
  };
}

/** Requests that a service gets (600 a minute) and how long it takes for them, in seconds. */
const served = (service: string, before: number, during = before) => [
  counter('http_server_request_duration_seconds_sum', { service }, 600 * before, 600 * during),
  counter('http_server_request_duration_seconds_count', { service }, 600),
];
/** Calls a minute of one service to another, and how long each takes in seconds. */
const called = (
  service: string,
  target: string,
  seconds: readonly [number, number],
  rate: readonly [number, number],
) => {
  const labels = { service, target };
  return [
    counter('http_client_request_duration_seconds_sum', labels, rate[0] * seconds[0], rate[1] * seconds[1]),
    counter('http_client_request_duration_seconds_count', labels, rate[0], rate[1]),
  ];
};
const usual = [600, 600] as const;

function causesOf(analysis: Analysis): readonly (readonly [string, string | undefined])[] {
  if (analysis.status !== 'found') return [];
  return analysis.findings.map(({ component, cause }) => [component, cause]);
}

describe('call-gap', () => {
  test('callers wait longer than the callee takes: the time passes on the way to it', () => {
    const series = [...served('prices', 0.02), ...called('till', 'prices', [0.03, 0.4], usual)];
    expect(causesOf(callGap.analyze(metricEvidence({ series })))).toEqual([['service/prices', 'pod_network_delay']]);
  });

  describe('where the caller says why it waits', () => {
    const silent: ServiceLogs = { service: 'prices', lines: 400, levels: {}, patterns: [] };
    const lines = (text: string): ServiceLogs => {
      const [firstSeen, lastSeen] = [AS_OF - 14 * 60, AS_OF].map((time) => new Date(time * 1000).toISOString());
      const one: LogPattern = { template: text, level: 'error', count: 40, samples: [{ text }] };
      const span = { firstSeen: firstSeen!, lastSeen: lastSeen! };
      return { ...silent, ...span, service: 'till', patterns: [{ ...one, ...span }] };
    };
    const series = [...served('prices', 0.02), ...called('till', 'prices', [0.03, 5], usual)];
    const causes = (words: string) =>
      causesOf(callGap.analyze(metricEvidence({ series, logs: [lines(words), silent] })));

    test('connections that time out before they are made are lost packets', () => {
      const words = 'GET http://prices:8080/today failed: connect timed out';
      expect(causes(words)).toEqual([['service/prices', 'pod_network_packet_loss']]);
    });

    test('answers that come late are not', () => {
      const words = 'GET http://prices:8080/today failed: Read timed out';
      expect(causes(words)).toEqual([['service/prices', 'pod_network_delay']]);
    });
  });

  test('the callee takes as much longer: its own work is slow, not the way', () => {
    const series = [...served('prices', 0.02, 0.39), ...called('till', 'prices', [0.03, 0.4], usual)];
    expect(causesOf(callGap.analyze(metricEvidence({ series })))).toEqual([]);
  });

  test('one caller waits for everything that it calls, and others do not: the way is at its end', () => {
    const series = [
      ...['prices', 'stock'].flatMap((service) => [
        ...served(service, 0.02),
        ...called('till', service, [0.03, 0.4], usual),
        ...called('web', service, [0.03, 0.03], usual),
      ]),
    ];
    expect(causesOf(callGap.analyze(metricEvidence({ series })))).toEqual([['service/till', 'pod_network_delay']]);
  });

  /** Calls of which so many a minute take two seconds instead of two milliseconds in the last minute alone. */
  const begun = (slow: number): readonly MadeSeries[] => {
    const labels = { service: 'till', target: 'prices' };
    const name = 'http_client_request_duration_seconds';
    const late = (i: number) => (i === 239 ? slow : 0);
    const total = (i: number) => 120 * (i + 1);
    const made: readonly MadeSeries[] = [
      { name: `${name}_bucket`, labels: { ...labels, le: '0.005' }, value: (i) => total(i) - late(i) },
      { name: `${name}_bucket`, labels: { ...labels, le: '2.5' }, value: total },
      { name: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: total },
      { name: `${name}_count`, labels, value: total },
      { name: `${name}_sum`, labels, value: (i) => 0.002 * total(i) + 2 * late(i) },
    ];
    return made.map((one) => ({ ...one, type: 'counter' }));
  };

  /** The callee's own figures of the same calls, all within milliseconds. */
  const quick = (): readonly MadeSeries[] =>
    begun(0).map(({ labels: { target: _, ...labels }, ...one }) => ({
      ...one,
      name: one.name.replace('client', 'server'),
      labels: { ...labels, service: 'prices' },
    }));
  const alerts = [alert('HighRequestLatency', { service: 'till' }, 0)];

  test.each([
    ['most', 50],
    ['every fifth', 12],
  ])('a minute is enough where %s call waits, once an alert fires', (_, slow) => {
    const series = [...quick(), ...begun(slow)];
    expect(causesOf(callGap.analyze(metricEvidence({ series, alerts })))).toEqual([
      ['service/prices', 'pod_network_delay'],
    ]);
    expect(causesOf(callGap.analyze(metricEvidence({ series })))).toEqual([]);
  });

  test('a few slow calls of one minute are none', () => {
    expect(causesOf(callGap.analyze(metricEvidence({ series: [...quick(), ...begun(2)], alerts })))).toEqual([]);
  });

  test('is unknown where one side alone is timed', () => {
    expect(callGap.analyze(metricEvidence({ series: served('prices', 0.02) })).status).toBe('unknown');
  });
});

describe('retry-storm', () => {
  const errors = (during: number) => [
    counter('http_server_request_duration_seconds_count', { service: 'prices', code: '200' }, 600, 600 - during),
    counter('http_server_request_duration_seconds_count', { service: 'prices', code: '503' }, 0, during),
  ];

  test('four times the calls for each request, to a service that fails', () => {
    const series = [...served('till', 0.1), ...errors(200), ...called('till', 'prices', [0.02, 0.02], [600, 2_400])];
    expect(causesOf(retryStorm.analyze(metricEvidence({ series })))).toEqual([['service/prices', 'retry_storm']]);
  });

  test('as many more calls to a service that is well are no retries', () => {
    const series = [...served('till', 0.1), ...errors(0), ...called('till', 'prices', [0.02, 0.02], [600, 2_400])];
    expect(retryStorm.analyze(metricEvidence({ series })).status).toBe('clear');
  });

  test('calls that grow by as many as the requests do are the requests, of which more are of one kind', () => {
    const labels = { service: 'till' };
    const requests = [
      counter('http_server_request_duration_seconds_sum', labels, 600, 1_100),
      counter('http_server_request_duration_seconds_count', labels, 3_000, 5_400),
    ];
    const series = [...requests, ...errors(200), ...called('till', 'prices', [0.02, 0.02], [600, 3_000])];
    expect(retryStorm.analyze(metricEvidence({ series })).status).toBe('clear');
  });

  test('is unknown where callers count nothing', () => {
    expect(retryStorm.analyze(metricEvidence({ series: served('till', 0.1) })).status).toBe('unknown');
  });
});

describe('cache-misses', () => {
  const cache = (hits: readonly [number, number], misses: readonly [number, number], evicted = 0) => [
    counter('redis_keyspace_hits_total', { service: 'redis' }, ...hits),
    counter('redis_keyspace_misses_total', { service: 'redis' }, ...misses),
    counter('redis_evicted_keys_total', { service: 'redis' }, 0, evicted),
  ];

  test('half of the lookups miss at once without an eviction', () => {
    const series = cache([5_700, 3_000], [300, 3_000]);
    expect(causesOf(cacheMisses.analyze(metricEvidence({ series })))).toEqual([['service/redis', 'cache_stampede']]);
  });

  test('a cache that throws out what it holds is another matter', () => {
    const series = cache([5_700, 3_000], [300, 3_000], 6_000);
    expect(cacheMisses.analyze(metricEvidence({ series })).status).toBe('clear');
  });

  test('a cache before a site that is emptied counts its misses under names of its own', () => {
    const varnish = { job: 'varnish', instance: 'vcache:9131' };
    const site = (hits: number, misses: number) => [
      counter('varnish_main_cache_hit', varnish, 900, hits),
      counter('varnish_main_cache_miss', varnish, 60, misses),
      counter('varnish_main_n_lru_nuked', varnish, 0),
    ];
    expect(causesOf(cacheMisses.analyze(metricEvidence({ series: site(60, 900) })))).toEqual([
      ['service/varnish', 'cache_stampede'],
    ]);
    expect(cacheMisses.analyze(metricEvidence({ series: site(900, 60) })).status).toBe('clear');
  });

  test('is unknown without a cache that counts', () => {
    expect(cacheMisses.analyze(metricEvidence({ series: [] })).status).toBe('unknown');
  });
});

describe('name-server-slow', () => {
  const lookups = (before: number, during: number) => [
    counter('coredns_dns_request_duration_seconds_sum', { job: 'kube-dns' }, 600 * before, 600 * during),
    counter('coredns_dns_request_duration_seconds_count', { job: 'kube-dns' }, 600),
  ];

  test('lookups take hundreds of times as long, and whoever got slow with it is explained', () => {
    const series = [...lookups(0.001, 0.4), ...served('till', 0.05, 0.6)];
    const analysis = nameServerSlow.analyze(metricEvidence({ series }));
    expect(causesOf(analysis)).toEqual([['service/coredns', 'dns_server_slow']]);
    expect(analysis).toMatchObject({ findings: [{ explains: ['service/till'] }] });
  });

  // coredns-mixin alerts at a p99 of 4 s: the slowest lookups go to servers outside.
  test('the slowest lookups alone tell of the server where those who wait for them say so', () => {
    const slowest = (during: number): MadeSeries => ({
      name: 'coredns_dns_request_duration_p99_seconds',
      labels: { job: 'registry-dns' },
      value: (i) => (i < ONSET_MINUTE ? 0.004 : during) + (i % 3) / 10_000,
    });
    const saying = (took: string): ServiceLogs => {
      const text = `name lookup of ledger took ${took}`;
      const pattern = { template: text, level: 'warn', count: 40, samples: [{ text }] } as const;
      return { service: 'till', lines: 900, levels: {}, patterns: [pattern] };
    };
    const analysed = (took: string, during: number) =>
      causesOf(nameServerSlow.analyze(metricEvidence({ series: [slowest(during)], logs: [saying(took)] })));
    expect(analysed('2.5 s', 2.4)).toEqual([['service/registry-dns', 'dns_server_slow']]);
    expect(analysed('1900 ms', 2.4)).toEqual([['service/registry-dns', 'dns_server_slow']]);
    expect(analysed('3 ms', 2.4)).toEqual([]);
    expect(analysed('2.5 s', 0.005)).toEqual([]);
  });

  test('a few milliseconds more harm nobody', () => {
    expect(nameServerSlow.analyze(metricEvidence({ series: lookups(0.001, 0.009) })).status).toBe('clear');
  });

  test('is unknown without a name server', () => {
    expect(nameServerSlow.analyze(metricEvidence({ series: served('till', 0.05) })).status).toBe('unknown');
  });
});
