import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import type { Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';

const LATELY_MS = 60 * 60_000;
/** Evictions of one workload within that time from which it happens again and again. */
const REPEATED = 3;

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

/** Pods that the kubelet evicted, and that are still missed or are evicted again and again. */
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
      evicted.flatMap((pod) => explain(pod, evicted, cluster)),
      `${cluster.pods.length} pods for evictions`,
    );
  },
});

/**
 * The kubelet removes a pod that is over its own limit, and the replica set makes another that fills in the same way: a
 * workload is as good as down between, however ready it is at this moment (kubernetes.io, local ephemeral storage).
 */
function goesOn(pod: Pod, evicted: readonly Pod[], cluster: Cluster): boolean {
  const workload = cluster.workloadOfPod(pod);
  const lately = evicted.filter(
    (other) => cluster.workloadOfPod(other) === workload && cluster.now - evictedAt(other, cluster) <= LATELY_MS,
  );
  return lately.length >= REPEATED && lately.includes(pod);
}

/** When the kubelet said so, at the latest the moment of its last event; 0 where nothing tells. */
function evictedAt(pod: Pod, cluster: Cluster): number {
  const event = newest(cluster.eventsOf('Pod', pod.namespace, pod.name).filter((item) => item.reason === 'Evicted'));
  return event?.lastMs || pod.startedAt || 0;
}

function explain(pod: Pod, evicted: readonly Pod[], cluster: Cluster): readonly Finding[] {
  const workload = cluster.workloadOfPod(pod);
  const event = newest(cluster.eventsOf('Pod', pod.namespace, pod.name).filter((item) => item.reason === 'Evicted'));
  const words = `${pod.message ?? ''} ${event?.message ?? ''}`;
  const cause = WORDS.find(([pattern]) => pattern.test(words))?.[1];
  if (workload === undefined || cause === undefined) return [];
  const replaced = workload.pods.filter((other) => other.healthy).length >= Math.max(1, workload.desired);
  const when = evictedAt(pod, cluster);
  const old = when > 0 && cluster.now - when > LATELY_MS;
  const missed = !replaced || goesOn(pod, evicted, cluster);
  return [
    {
      analyzer: 'eviction',
      component: workload.component,
      cause,
      statement: `${pod.name} was evicted: ${pod.message ?? event?.message ?? ''}`,
      strength: missed ? 0.9 : old ? 0.1 : 0.35,
      evidence: [event === undefined ? seen(pod.object, `Evicted: ${pod.message ?? ''}`) : told(event)],
      onset: event?.first,
      parameters: parametersOf(workload, pod),
    },
  ];
}
