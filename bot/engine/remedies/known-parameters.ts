import type { EvidenceSet, KubernetesObject } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { type Cluster, readCluster } from '../cluster/cluster.ts';
import { fields } from '../cluster/read-objects.ts';
import { revisionsOf } from '../cluster/revisions.ts';
import type { Pod, Workload } from '../cluster/types.ts';
import { engineOf, isDatabase } from '../log-reading/database-name.ts';
import { namesElsewhere, seesKubernetes } from './whereabouts.ts';

/**
 * What the objects read tell of a component, for the commands that remedies name: `namespace` (of the workload or Service
 * of its name, else the only one there is), `workload` and `kind` where there is but one of the name, `service` where
 * there is one, `engine` where it runs a known server, `previousRevision` where an older one was seen to exist, `tie`
 * where only pods of the newest revision fail, and `moreReplicas` where nothing else scales it.
 * `place` is `cluster` where Kubernetes was seen; what runs outside it is named by its own series instead.
 */
export function knownParameters(component: Component, evidence: EvidenceSet): Readonly<Record<string, string>> {
  const cluster = readCluster(evidence);
  const name = component.slice(component.indexOf('/') + 1);
  const [only, ...others] = evidence.namespaces;
  const place: Record<string, string> = seesKubernetes(evidence) ? { place: 'cluster' } : {};
  const lone: Record<string, string> = only === undefined || others.length > 0 ? place : { namespace: only };
  if (!component.startsWith('service/')) return lone;
  const workloads = cluster.workloadsByService(name).filter(({ kind }) => kind !== 'ReplicaSet');
  const workload = workloads.length === 1 ? workloads[0] : undefined;
  const service = cluster.services.find((one) => one.name === name);
  const namespace = workload?.namespace ?? service?.namespace;
  if (workloads.length === 0 && service === undefined) {
    const named = namesElsewhere(component, evidence);
    const { engine, ...names } = named;
    if (Object.keys(names).length > 0) return named;
    if (engine !== undefined) return { ...lone, engine };
  }
  return {
    ...lone,
    ...(namespace !== undefined && { namespace }),
    ...(service !== undefined && { service: name }),
    ...(workload !== undefined && {
      workload: workload.name,
      kind: workload.kind.toLowerCase(),
      ...engineAt(name, cluster),
      ...revisions(workload, cluster),
      ...scaling(workload, cluster),
    }),
  };
}

function engineAt(name: string, cluster: Cluster): Readonly<Record<string, string>> {
  const engine = engineOf(name, cluster);
  return engine === undefined ? {} : { engine };
}

/** The newest revision but one, and whether the pods of both tell them apart. */
function revisions(workload: Workload, cluster: Cluster): Readonly<Record<string, string>> {
  const [newest, previous] = revisionsOf(workload, cluster);
  if (newest === undefined || previous === undefined) return {};
  const [fresh, old] = [podsOf(newest.object, workload), podsOf(previous.object, workload)];
  const tied = fresh.length > 0 && old.length > 0 && fresh.every(hasFailed) && old.every(({ healthy }) => healthy);
  return {
    previousRevision: String(previous.revision),
    ...(tied && {
      tie: `the pods of revision ${newest.revision} fail while those of revision ${previous.revision} are ready`,
    }),
  };
}

function podsOf(set: KubernetesObject, workload: Workload): readonly Pod[] {
  return workload.pods.filter(
    (pod) =>
      !pod.deleting && (pod.object.metadata.ownerReferences ?? []).some(({ name }) => name === set.metadata.name),
  );
}

/** Not only on its way: it was restarted, or waits because something went wrong. */
function hasFailed({ healthy, statuses }: Pod): boolean {
  return (
    !healthy &&
    statuses.some(({ restarts, waiting }) => restarts > 0 || /BackOff|Err|Invalid/.test(waiting?.reason ?? ''))
  );
}

/** Half as many again, for a Deployment without volumes of its own that no autoscaler sets back. */
function scaling(workload: Workload, cluster: Cluster): Readonly<Record<string, string>> {
  const keepsData = workload.spec.volumes.some((volume) => volume.persistentVolumeClaim !== undefined);
  const scaled = cluster.ofKind('HorizontalPodAutoscaler').some(({ metadata, spec }) => {
    const target = fields(fields(spec).scaleTargetRef);
    return metadata.namespace === workload.namespace && target.name === workload.name;
  });
  const unfit = workload.kind !== 'Deployment' || keepsData || scaled || isDatabase(workload.name, cluster);
  return unfit || workload.desired < 1 || !cluster.sees('HorizontalPodAutoscaler', workload.namespace)
    ? {}
    : { moreReplicas: String(workload.desired + Math.ceil(workload.desired / 2)) };
}
