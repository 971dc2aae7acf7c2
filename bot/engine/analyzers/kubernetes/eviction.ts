import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { REPEATED } from '../../cluster/parameters.ts';
import type { ClusterEvent, Pod, Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH } from '../strength-parameters.ts';

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
  analyze: (evidence, { eventsKeptMs }) => {
    const cluster = readCluster(evidence);
    const evicted = cluster.pods.filter(({ reason }) => reason === 'Evicted').map((pod) => read(pod, cluster));
    const lately = Map.groupBy(
      evicted.filter(({ at }) => cluster.now - at <= eventsKeptMs),
      ({ workload }) => workload,
    );
    return conclude(
      evicted.flatMap((one) => explain(one, lately.get(one.workload) ?? [], cluster, eventsKeptMs)),
      `${cluster.pods.length} pods for evictions`,
    );
  },
});

/** A pod that was evicted, whose it is, and what the kubelet said last of it. */
interface Evicted {
  readonly pod: Pod;
  readonly workload: Workload | undefined;
  readonly event: ClusterEvent | undefined;
  /** Unix milliseconds: of that event, else of the pod's start; 0 where nothing tells. */
  readonly at: number;
}

function read(pod: Pod, cluster: Cluster): Evicted {
  const event = newest(cluster.eventsOf('Pod', pod.namespace, pod.name).filter((item) => item.reason === 'Evicted'));
  return { pod, workload: cluster.workloadOfPod(pod), event, at: event?.lastMs || pod.startedAt || 0 };
}

/**
 * The kubelet removes a pod that is over its own limit, and the replica set makes another that fills in the same way: a
 * workload is as good as down between, however ready it is at this moment (kubernetes.io, local ephemeral storage).
 * `lately` are the evictions of the same workload in the last hour.
 */
function explain(one: Evicted, lately: readonly Evicted[], cluster: Cluster, eventsKeptMs: number): readonly Finding[] {
  const { pod, workload, event, at } = one;
  const words = `${pod.message ?? ''} ${event?.message ?? ''}`;
  const cause = WORDS.find(([pattern]) => pattern.test(words))?.[1];
  if (workload === undefined || cause === undefined) return [];
  const replaced = workload.pods.filter((other) => other.healthy).length >= Math.max(1, workload.desired);
  const old = at > 0 && cluster.now - at > eventsKeptMs;
  const missed = !replaced || (lately.length >= REPEATED && lately.includes(one));
  return [
    {
      analyzer: 'eviction',
      component: workload.component,
      cause,
      statement: `${pod.name} was evicted: ${pod.message ?? event?.message ?? ''}`,
      strength: missed ? STRENGTH.strong : old ? STRENGTH.standing : STRENGTH.slight,
      evidence: [event === undefined ? seen(pod.object, `Evicted: ${pod.message ?? ''}`) : told(event)],
      onset: event?.first,
      parameters: parametersOf(workload, pod),
    },
  ];
}
