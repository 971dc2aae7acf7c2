import type { KubernetesObject } from '../../domain/signals.ts';
import type { Cluster } from './cluster.ts';
import type { Workload } from './types.ts';

const REVISION = 'deployment.kubernetes.io/revision';

/** A revision of a Deployment that is kept: the ReplicaSet that holds its template. */
export interface Revision {
  readonly object: KubernetesObject;
  readonly revision: number;
}

/** The revisions of a Deployment that are kept, newest first; empty for any other workload. */
export function revisionsOf(workload: Workload, cluster: Cluster): readonly Revision[] {
  if (workload.kind !== 'Deployment') return [];
  return cluster
    .ofKind('ReplicaSet')
    .filter((object) => cluster.workloadOf('ReplicaSet', workload.namespace, object.metadata.name) === workload)
    .flatMap((object) => {
      const revision = Number(object.metadata.annotations?.[REVISION]);
      return revision > 0 ? [{ object, revision }] : [];
    })
    .toSorted((a, b) => b.revision - a.revision);
}
