import { meaningOf } from './meaning.ts';

/** What people ask for: the topics of the operations, each of several signals. */
export type Topic =
  | 'response_time'
  | 'throughput'
  | 'errors'
  | 'availability'
  | 'cpu'
  | 'memory'
  | 'disk'
  | 'network'
  | 'other';

const TOPICS: readonly (readonly [Topic, RegExp])[] = [
  ['response_time', /^(?:latency|network-delay|dns-latency|event-loop-lag|pool-wait-time)$/],
  ['availability', /^(?:up|availability|replicas)$/],
  ['errors', /^(?:errors|connect-failures|dns-failures|pool-rejections|throttled-requests|throttled-runs)$/],
  ['throughput', /^traffic$/],
  ['cpu', /^(?:cpu|load|pressure-cpu)/],
  ['memory', /^(?:memory|heap|pressure-memory|oom|cache-memory|broker-memory)/],
  ['disk', /^(?:disk|inodes|pressure-io|burst-balance|read-only)/],
  ['network', /^(?:network|conntrack)/],
];

/** The topic of a series by what it measures; where that is unknown, by the resource its name or labels speak of. */
export function topicOf(series: {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit?: string;
}): Topic {
  const signal = meaningOf(series)?.signal;
  const found = signal && TOPICS.find(([, pattern]) => pattern.test(signal))?.[0];
  if (found) return found;
  const words = `${series.name} ${series.labels.resource ?? series.labels.resource_type ?? ''}`.toLowerCase();
  return RESOURCES.find((topic) => new RegExp(`(?:^|[^a-z])${topic}(?:[^a-z]|$)`).test(words)) ?? 'other';
}

const RESOURCES = ['cpu', 'memory', 'disk', 'network'] as const;
