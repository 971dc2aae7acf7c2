import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, onsetOf, told } from '../../cluster/observe.ts';
import { timeMs } from '../../cluster/read-objects.ts';
import type { ClusterEvent } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { withCallers } from './with-callers.ts';

/** Reasons by which the node lifecycle controller, the cloud's and Karpenter tell that a node goes. */
const GOES =
  /^(?:NodeNotReady|RemovingNode|DeletingNode|SpotInterrupted|SpotInterruption|InstanceTerminating|InstanceStopping|NodePreempted|PreemptScheduled)$/;
/** Reasons by which an autoscaler tells that it takes a node away for want of work. */
const PLANNED =
  /^(?:ScaleDown|ScaleDownEmpty|DisruptionTerminating|DisruptionLaunching|ConsolidationTerminating|Unconsolidatable)$/;
/** What handlers of a cloud's notice write: AWS Node Termination Handler, Karpenter, GKE, AKS. */
const RECLAIMED =
  /spot (?:itn|instance|interrupt\w*)|SPOT_ITN|preempt(?:ed|ion)|(?:instance|node) (?:will be |is being )?(?:interrupted|reclaimed|terminated)/i;

/** Nodes of which only events tell any more, and whose pods found no other place for a time. */
export const lostNode = defineAnalyzer({
  id: 'lost-node',
  title: 'A node went and left pods without a place',
  causes: ['node_not_ready'],
  needs: ['objects', 'events'],
  prefers: ['logs'],
  kinds: ['Node', 'Pod'],
  example: 'A spot instance was reclaimed, and its pods waited six minutes for a new node.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const going = cluster.events.filter(
      ({ kind, reason, name, lastMs }) =>
        kind === 'Node' &&
        GOES.test(reason) &&
        cluster.node(name) === undefined &&
        lastMs >= Date.parse(evidence.window.start),
    );
    const nodes =
      cluster.nodes.length === 0 ? new Map<string, ClusterEvent[]>() : Map.groupBy(going, ({ name }) => name);
    return conclude(
      [...nodes].flatMap(([name, events]) => lossOf(name, events, cluster, evidence, parameters)),
      `${cluster.nodes.length} nodes and what events tell of others`,
    );
  },
});

function lossOf(
  name: string,
  events: readonly ClusterEvent[],
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const onset = onsetOf(events);
  const gone = timeMs(onset);
  if (gone === undefined || isPlanned(name, cluster)) return [];
  // Where it is known beforehand that a node goes, its pods leave it first. What was made since lacks no node that it had.
  const waits = cluster.events.filter(
    ({ kind, reason, first, message, namespace, name: pod }) =>
      kind === 'Pod' &&
      reason === 'FailedScheduling' &&
      /\bInsufficient\b/.test(message) &&
      (timeMs(first) ?? 0) >= gone - parameters.onItsWayMs &&
      (timeMs(cluster.workloadOf('Pod', namespace, pod)?.object.metadata.creationTimestamp) ?? 0) < gone,
  );
  const placed = waits.map((wait) => placedAt(wait, cluster));
  const ends = placed.includes(undefined)
    ? undefined
    : placed
        .filter((time) => time !== undefined)
        .sort()
        .at(-1);
  const began = timeMs(onsetOf(waits)) ?? gone;
  const waited = (timeMs(ends) ?? cluster.now) - began;
  if (waits.length === 0 || waited < parameters.passingMs) return [];
  const notices = noticesOf(name, evidence);
  const minutes = Math.round(waited / FORMAT.minute);
  return [
    {
      analyzer: 'lost-node',
      component: componentOf({ kind: 'node', name }),
      cause: 'node_not_ready',
      statement: `${name} went${notices.length === 0 ? '' : ', as its cloud took it back'}, and pods waited ${minutes} minutes for another place.`,
      ...graded('said', parameters),
      evidence: [...events.slice(0, 2).map(told), ...notices, ...waits.slice(0, 2).map(told)],
      onset: [onset!, onsetOf(waits) ?? onset!].sort()[0],
      ...(ends !== undefined && { until: ends }),
      explains: withCallers(
        waits.flatMap(({ namespace, name: pod }) => cluster.workloadOf('Pod', namespace, pod)?.component ?? []),
        evidence,
      ),
      parameters: { node: name },
    },
  ];
}

function isPlanned(node: string, cluster: Cluster): boolean {
  return cluster.events.some(({ kind, name, reason }) => kind === 'Node' && name === node && PLANNED.test(reason));
}

/** When a pod that waited got its place and was well, RFC 3339; undefined where it still waits. */
function placedAt({ namespace, name, lastMs }: ClusterEvent, cluster: Cluster): string | undefined {
  const pod = cluster.pods.find((one) => one.name === name && one.namespace === namespace);
  if (pod !== undefined && !pod.healthy) return undefined;
  const started = pod?.statuses
    .flatMap(({ running }) => running?.startedAt ?? [])
    .filter((time) => (timeMs(time) ?? 0) >= lastMs)
    .sort()
    .at(-1);
  const bound = cluster
    .eventsOf('Pod', namespace, name)
    .find((one) => one.reason === 'Scheduled' && one.lastMs >= lastMs);
  return started ?? bound?.last;
}

/** What handlers of the cloud's notices wrote of the node. */
function noticesOf(name: string, evidence: EvidenceSet): readonly EvidenceDraft[] {
  if (evidence.logs.status !== 'observed') return [];
  const { tool } = evidence.logs;
  return evidence.logs.value.flatMap((logs) =>
    logs.patterns.flatMap((pattern) => {
      const text = pattern.samples.find((sample) => sample.text.includes(name) && RECLAIMED.test(sample.text))?.text;
      return text === undefined ? [] : [quotePattern(logs, pattern, tool, text)];
    }),
  );
}
