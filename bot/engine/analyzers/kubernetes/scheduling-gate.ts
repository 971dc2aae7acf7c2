import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, parametersOf, seen } from '../../cluster/observe.ts';
import { fields, records, text } from '../../cluster/read-objects.ts';
import type { Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';

/** Pods that no scheduler may look at, because a gate of theirs was not opened. */
export const schedulingGate = defineAnalyzer({
  id: 'scheduling-gate',
  title: 'Pod is held back by a scheduling gate',
  causes: ['pod_scheduling_gated'],
  needs: ['objects'],
  kinds: ['Pod'],
  example: 'A pod waits for twenty minutes with SchedulingGated: nothing has opened its gate of a queue.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    return conclude(
      cluster.pods.flatMap((pod) => examine(pod, cluster, parameters)),
      `the scheduling gates of ${cluster.pods.length} pods`,
    );
  },
});

function examine(pod: Pod, cluster: Cluster, parameters: Parameters): readonly Finding[] {
  const gates = records(fields(pod.object.spec).schedulingGates).flatMap(({ name }) => text(name) ?? []);
  const workload = cluster.workloadOfPod(pod);
  const waits = pod.createdAt === undefined ? undefined : cluster.now - pod.createdAt;
  if (gates.length === 0 || workload === undefined || pod.deleting || pod.node !== undefined) return [];
  if (waits !== undefined && waits < parameters.onItsWayMs) return [];
  const condition = records(fields(pod.object.status).conditions).find((item) => item.type === 'PodScheduled');
  const what = `${pod.name} is held back by the scheduling ${gates.length === 1 ? 'gate' : 'gates'} ${gates.join(', ')} (${String(condition?.reason ?? 'SchedulingGated')}: ${String(condition?.message ?? 'Scheduling is blocked due to non-empty scheduling gates')})`;
  return [
    {
      analyzer: 'scheduling-gate',
      component: workload.component,
      cause: 'pod_scheduling_gated',
      statement: `${what}.`,
      ...graded('said', parameters),
      evidence: [seen(pod.object, what, pod.object.metadata.creationTimestamp)],
      onset: pod.object.metadata.creationTimestamp,
      parameters: { ...parametersOf(workload, pod), gate: gates.join(', ') },
    },
  ];
}
