import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import type { Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';

const LATELY_MS = 60 * 60_000;

/** The resource that the kubelet names first; what follows tells of containers, which may be called anything. */
const WORDS: readonly (readonly [RegExp, CauseCode])[] = [
  // The pod went over what it was allowed; the node itself has room.
  [
    /ephemeral local storage usage exceeds|exceeded its local ephemeral storage limit|EmptyDir volume .{0,80}exceeds the limit/i,
    'ephemeral_storage_limit_exceeded',
  ],
  [/low on resource: (?:ephemeral-storage|nodefs|imagefs|inodes|\w*fs\b)|DiskPressure/i, 'evicted_disk_pressure'],
  [/low on resource: memory|MemoryPressure/i, 'evicted_memory_pressure'],
  [/local (?:ephemeral )?storage|ephemeral-storage|EmptyDir volume|\bdisk\b/i, 'evicted_disk_pressure'],
  [/\bmemory\b/i, 'evicted_memory_pressure'],
];

/** Pods that the kubelet evicted to relieve its node, and that are still missed. */
export const eviction = defineAnalyzer({
  id: 'eviction',
  title: 'Pod evicted from its node',
  causes: ['evicted_disk_pressure', 'evicted_memory_pressure', 'ephemeral_storage_limit_exceeded'],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Pod'],
  example: 'A pod is Failed with reason Evicted: the node was low on ephemeral-storage.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    const evicted = cluster.pods.filter((pod) => pod.reason === 'Evicted');
    return conclude(
      evicted.flatMap((pod) => explain(pod, cluster)),
      `${cluster.pods.length} pods for evictions`,
    );
  },
});

function explain(pod: Pod, cluster: Cluster): readonly Finding[] {
  const workload = cluster.workloadOfPod(pod);
  const event = newest(cluster.eventsOf('Pod', pod.namespace, pod.name).filter((item) => item.reason === 'Evicted'));
  const words = `${pod.message ?? ''} ${event?.message ?? ''}`;
  const cause = WORDS.find(([pattern]) => pattern.test(words))?.[1];
  if (workload === undefined || cause === undefined) return [];
  const replaced = workload.pods.filter((other) => other.healthy).length >= Math.max(1, workload.desired);
  const when = event?.lastMs || pod.startedAt || 0;
  const old = when > 0 && cluster.now - when > LATELY_MS;
  return [
    {
      analyzer: 'eviction',
      component: workload.component,
      cause,
      statement: `${pod.name} was evicted: ${pod.message ?? event?.message ?? ''}`,
      strength: replaced ? (old ? 0.1 : 0.35) : 0.9,
      evidence: [event === undefined ? seen(pod.object, `Evicted: ${pod.message ?? ''}`) : told(event)],
      onset: event?.first,
      parameters: parametersOf(workload, pod),
    },
  ];
}
