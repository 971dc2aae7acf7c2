import type { EvidenceSet } from '../../domain/signals.ts';
import type { Parameters } from '../parameters.ts';
import type { Cluster } from './cluster.ts';
import { stoodBefore } from './grading.ts';
import { text } from './read-objects.ts';
import type { Pod, Service } from './types.ts';

/** Labels that tell pods of one template from those of another. */
const REVISIONS = ['pod-template-hash', 'controller-revision-hash'];

/**
 * Whether a Service and the template of its pods were made long before the window and no change of either is recorded
 * since, so that what they contradict each other in was there when all was well. False where their age is not known.
 */
export function isLongWritten(
  service: Service,
  pod: Pod,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): boolean {
  const times = [text(service.object.metadata.creationTimestamp), templateMade(pod, cluster)];
  const workload = cluster.workloadOfPod(pod);
  const names = new Set([service.name, workload?.name, workload?.component.slice('service/'.length)]);
  const changes = evidence.changes.status === 'observed' ? evidence.changes.value : [];
  return (
    times.every((time) => stoodBefore(time, evidence, parameters)) &&
    !changes.some((one) => names.has(one.service) && !stoodBefore(one.timestamp, evidence, parameters))
  );
}

/** When the template that a pod was made of came to be: with its ReplicaSet, else by its oldest pod. */
function templateMade(pod: Pod, cluster: Cluster): string | undefined {
  const owner = pod.object.metadata.ownerReferences?.find(({ kind }) => kind === 'ReplicaSet');
  const set = owner === undefined ? undefined : cluster.find('ReplicaSet', pod.namespace, owner.name);
  const made = text(set?.metadata.creationTimestamp);
  if (made !== undefined) return made;
  const same = (cluster.workloadOfPod(pod)?.pods ?? [pod]).filter((other) =>
    REVISIONS.every((label) => other.labels[label] === pod.labels[label]),
  );
  return same.flatMap(({ object }) => text(object.metadata.creationTimestamp) ?? []).sort()[0];
}
