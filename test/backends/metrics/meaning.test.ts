import { expect, test } from '@jest/globals';
import { namePattern } from '../../../backends/metrics/name-pattern.ts';
import { concernsService, serviceOf } from '../../../backends/metrics/series-labels.ts';
import { topicOf } from '../../../backends/metrics/topics.ts';

test.each([
  ['http_request_duration_seconds', {}, 'response_time'],
  ['grpcServerLatencyMs', {}, 'response_time'],
  ['TargetResponseTime', {}, 'response_time'],
  ['http_requests_total', {}, 'throughput'],
  ['http_requests_total', { status: '502' }, 'errors'],
  ['grpc_requests_total', { grpc_code: 'Unavailable' }, 'errors'],
  ['HTTPCode_Target_5XX_Count', {}, 'errors'],
  ['container_cpu_usage_seconds_total', {}, 'cpu'],
  ['kube_pod_container_resource_requests', { resource: 'memory' }, 'memory'],
  ['jvm_heap_used_bytes', {}, 'memory'],
  ['node_disk_io_time_seconds_total', {}, 'disk'],
  ['container_network_transmit_packets_dropped_total', {}, 'network'],
  ['up', {}, 'availability'],
  ['backup_size', {}, 'other'],
])('%s %p is about %s', (name, labels, meaning) => {
  expect(topicOf({ name, labels: labels as Record<string, string> })).toBe(meaning);
});

test.each([
  ['a*c', 'abc', true],
  ['a*c', 'ab', false],
  ['*b*', 'abc', true],
  ['ab*ba', 'aba', false],
  ['a.c', 'abc', false],
  ['*', 'anything', true],
])('the pattern %s on %s is %p', (pattern, name, fits) => {
  expect(namePattern(pattern)(name)).toBe(fits);
});

test('the service of a series comes from its most telling label', () => {
  const ofPod = (pod: string) => pod.split('-')[0]!;
  expect(serviceOf({ job: 'node', service: 'web' }, ofPod)).toBe('web');
  expect(serviceOf({ pod: 'api-1', container: 'POD' }, ofPod)).toBe('api');
  expect(serviceOf({ service: 'kube-state-metrics', deployment: 'cart' }, ofPod)).toBe('cart');
  expect(serviceOf({ instance: '10.0.0.1:9100' }, ofPod)).toBeUndefined();
  expect(concernsService({ pod: 'api-1' }, 'api', ofPod)).toBe(true);
  expect(concernsService({ pod: 'api-1' }, 'web', ofPod)).toBe(false);
});
