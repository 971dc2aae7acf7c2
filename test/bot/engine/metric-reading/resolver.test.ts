import { expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../bot/domain/signals.ts';
import { repeatedMessage } from '../../../../bot/engine/analyzers/logs/repeated-message.ts';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { AS_OF, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const quiet = (service: string): ServiceLogs => ({ service, lines: 0, levels: {}, patterns: [] });
const lookup = (host: string, during: number): MadeSeries => ({
  name: 'probe_dns_lookup_time_seconds',
  labels: { job: 'blackbox', instance: `https://${host}.quay.example/` },
  value: (i) => (i < ONSET_MINUTE ? 0.004 : during) + (i % 5) / 1e4,
});
const slowAt = (series: readonly MadeSeries[], servers: readonly string[]) => {
  const metrics = readMetrics(metricEvidence({ series, logs: servers.map(quiet) }));
  return metrics.components.filter((component) => metrics.of(component, 'dns-latency').length > 0);
};

test('slow lookups of every probed host are the resolver’s, those of one are its own', () => {
  expect(slowAt([lookup('hoist', 2), lookup('till', 2)], ['unbound'])).toEqual(['service/unbound']);
  expect(slowAt([lookup('hoist', 2), lookup('till', 0.004)], ['unbound'])).toEqual([
    'service/hoist.quay.example',
    'service/till.quay.example',
  ]);
  // Of two name servers nobody knows which was asked.
  expect(slowAt([lookup('hoist', 2), lookup('till', 2)], ['unbound', 'dnsmasq'])).not.toContain('service/unbound');
});

// Consul's reference of metrics: `consul.dns.domain_query` is a timer in milliseconds; who converts it puts the unit behind.
test('how long Consul takes for a name is a lookup, in the unit that the name says', () => {
  const query = (name: string, value: number): MadeSeries => ({
    name,
    labels: { job: 'consul', quantile: '0.9' },
    value: () => value,
  });
  const seconds = (series: MadeSeries) =>
    readMetrics(metricEvidence({ series: [series], logs: [] }))
      .of('service/consul', 'dns-latency')
      .map((read) => read.series.last * read.meaning.scale);
  expect(seconds(query('consul_dns_domain_query', 2400))).toEqual([2.4]);
  expect(seconds(query('consul_dns_domain_query_seconds', 2.4))).toEqual([2.4]);
  expect(seconds(query('consul_catalog_service_query', 2400))).toEqual([]);
});

test('a target group is of the service of ECS that it is named after, though nothing is logged', () => {
  const made = (name: string, labels: Record<string, string>): MadeSeries => ({ name, labels, value: () => 3 });
  const ecs = made('aws_ecs_cpuutilization_average', { job: 'aws_ecs', cluster_name: 'quay', service_name: 'hoist' });
  const group = made('aws_applicationelb_healthy_host_count_minimum', {
    job: 'aws_applicationelb',
    load_balancer: 'app/quay/50dc6c495c0c9188',
    target_group: 'targetgroup/hoist/73e2d6bc24d8a067',
  });
  const owners = (series: readonly MadeSeries[]) => readMetrics(metricEvidence({ series })).components;
  expect(owners([ecs, group])).toEqual(['service/hoist']);
  expect(owners([group])).toEqual(['service/quay']);
});

test('what began to wait when a message failed first waits behind it', () => {
  const queue = (name: string, during: number): MadeSeries => ({
    name: 'aws_sqs_approximate_age_of_oldest_message_maximum',
    labels: { job: 'aws_sqs', instance: '', queue_name: name },
    value: (i) => 3 + (i % 3) + Math.max(0, i - ONSET_MINUTE) * during,
  });
  const [from, to] = [AS_OF - 15 * 60, AS_OF - 5].map((time) => new Date(time * 1000).toISOString());
  const text = 'crate 4 failed: Error: not JSON message_id=77f0a3b1-22';
  const pattern = {
    template: text,
    count: 90,
    level: 'error',
    firstSeen: from!,
    lastSeen: to!,
    samples: [{ text }],
  } as const;
  const logs = [{ ...quiet('unloader'), lines: 400, patterns: [pattern] }];
  const series = [queue('crates', 60), queue('lids', 0)];
  expect(repeatedMessage.analyze(metricEvidence({ series, logs }), PARAMETERS)).toMatchObject({
    findings: [{ cause: 'poison_message', explains: ['service/crates'] }],
  });
});
