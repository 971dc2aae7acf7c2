import type { Finding } from '../../../domain/finding.ts';
import { componentOf } from '../../../domain/target.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { staleLease } from '../../cluster/leases.ts';
import { conclude, seen } from '../../cluster/observe.ts';
import { servicesWaitingForNode } from '../../cluster/reach.ts';
import { fields, records } from '../../cluster/read-objects.ts';
import type { Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH, UNCONFIRMED_SHARE } from '../strength-parameters.ts';
import { SCHEDULER } from './node-parameters.ts';
import { SHOWN } from './parameters.ts';

/** Pods for which no scheduler has spoken at all, and schedulers whose lease or own pod is dead. */
export const schedulerSilent = defineAnalyzer({
  id: 'scheduler-silent',
  title: 'No scheduler at work',
  causes: ['kube_scheduler_unavailable'],
  needs: ['objects', 'events'],
  kinds: ['Pod'],
  example: 'New pods stay Pending without a single event from the scheduler.',
  analyze: (evidence, { eventsKeptMs }) => {
    const cluster = readCluster(evidence);
    const ignored = cluster.pods.filter((pod) => isIgnored(pod, cluster));
    const lease = staleLease('kube-system', 'kube-scheduler', cluster);
    if (ignored.length === 0 && lease === undefined)
      return { status: 'clear', checked: `${cluster.pods.length} pods and who placed them` };
    const node = schedulerNodes(cluster)[0];
    const first = ignored[0];
    const fresh = ignored.some((pod) => cluster.now - (bornAt(pod, cluster) ?? 0) < eventsKeptMs);
    const finding: Finding = {
      analyzer: 'scheduler-silent',
      // Where no node of the control plane was read, the scheduler is named by itself.
      component: componentOf(
        node === undefined ? { kind: 'service', name: 'kube-scheduler' } : { kind: 'node', name: node },
      ),
      cause: 'kube_scheduler_unavailable',
      statement:
        first === undefined
          ? 'No scheduler holds its lease any more.'
          : `${ignored.length === 1 ? first.name : `${ignored.length} pods`} waiting for a node, and no scheduler has said a word about it.`,
      strength:
        (lease !== undefined ? STRENGTH.conclusive : fresh ? STRENGTH.supported : STRENGTH.guarded) *
        (node === undefined ? UNCONFIRMED_SHARE : 1),
      evidence: [
        ...ignored
          .slice(0, SHOWN.objects)
          .map((pod) =>
            seen(pod.object, `${pod.name} is Pending without a node and without any event from a scheduler`),
          ),
        ...(lease === undefined ? [] : [lease]),
      ],
      explains: servicesWaitingForNode(cluster),
      parameters: node === undefined ? {} : { node },
    };
    return conclude([finding], '');
  },
});

function isIgnored(pod: Pod, cluster: Cluster): boolean {
  if (pod.phase !== 'Pending' || pod.node !== undefined || pod.deleting) return false;
  const gates = (fields(pod.object.spec).schedulingGates as unknown[] | undefined) ?? [];
  if (gates.length > 0) return false;
  const spoken = cluster
    .eventsOf('Pod', pod.namespace, pod.name)
    .some((event) => event.reason === 'FailedScheduling' || event.reason === 'Scheduled');
  const judged = records(fields(pod.object.status).conditions).some(
    (item) => item.type === 'PodScheduled' && item.reason === 'Unschedulable',
  );
  const born = bornAt(pod, cluster);
  return !spoken && !judged && born !== undefined && cluster.now - born >= SCHEDULER.silenceMs;
}

function bornAt(pod: Pod, cluster: Cluster): number | undefined {
  return pod.createdAt ?? creationEvent(pod, cluster);
}

function creationEvent(pod: Pod, cluster: Cluster): number | undefined {
  const owner = pod.object.metadata.ownerReferences?.[0];
  if (owner === undefined) return undefined;
  return cluster
    .eventsOf(owner.kind, pod.namespace, owner.name)
    .find((event) => event.reason === 'SuccessfulCreate' && event.message.endsWith(pod.name))?.lastMs;
}

/** Where a scheduler lives: its static pod's node, else the control-plane nodes. */
function schedulerNodes(cluster: Cluster): readonly string[] {
  const pods = cluster.pods.filter((pod) => pod.labels.component === 'kube-scheduler' && pod.node !== undefined);
  const sick = pods.filter((pod) => !pod.healthy);
  const nodes = (sick.length > 0 ? sick : pods).map((pod) => pod.node!);
  return nodes.length > 0 ? nodes : cluster.nodes.filter((node) => node.controlPlane).map((node) => node.name);
}
