import type { Finding } from '../../../domain/finding.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { timeMs } from '../../cluster/read-objects.ts';
import { isSidecar } from '../../cluster/sidecars.ts';
import type { Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';

/** Pods kept out of service by a mesh proxy or an agent beside an application that is well. */
export const sidecar = defineAnalyzer({
  id: 'sidecar',
  title: 'Sidecar is not ready',
  causes: ['sidecar_not_ready'],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['Pod'],
  example: 'The application of a pod is ready, its istio-proxy is not, so the pod gets no requests.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const findings = cluster.pods.flatMap((pod) => examine(pod, cluster, parameters));
    return conclude(findings, `the sidecars of ${cluster.pods.length} pods`);
  },
});

function examine(pod: Pod, cluster: Cluster, parameters: Parameters): readonly Finding[] {
  const workload = cluster.workloadOfPod(pod);
  if (pod.healthy || pod.deleting || workload === undefined) return [];
  const unready = pod.statuses.filter(
    (status) => !status.ready && !(status.init && (status.terminated?.exitCode === 0 || status.running === undefined)),
  );
  const beside = pod.statuses.filter(({ init, name }) => !init && !isSidecar(name));
  const [first] = unready;
  // The application itself must be ready: where it is not, its own trouble is looked into.
  if (first === undefined || !unready.every(({ name }) => isSidecar(name)) || beside.length === 0) return [];
  if (!beside.every(({ ready }) => ready)) return [];
  const since = timeMs(first.running?.startedAt);
  if (first.running !== undefined && since !== undefined && cluster.now - since < parameters.onItsWayMs) return [];
  const last = newest(
    cluster
      .eventsOf('Pod', pod.namespace, pod.name)
      .filter(
        ({ type, message }) => type === 'Warning' && (message.includes(first.name) || /:150[0-9]{2}\b/.test(message)),
      ),
  );
  const state =
    first.waiting?.reason ?? (first.terminated === undefined ? 'running' : `ended with ${first.terminated.exitCode}`);
  const what = `the sidecar ${first.name} is not ready (${state}, ${first.restarts} restarts), while ${beside.map(({ name }) => name).join(', ')} is`;
  return [
    {
      analyzer: 'sidecar',
      component: workload.component,
      cause: 'sidecar_not_ready',
      statement: `${pod.name}: ${what}.`,
      ...graded('shown', parameters),
      evidence: [...(last === undefined ? [] : [told(last)]), seen(pod.object, what, first.running?.startedAt)],
      onset: last?.first,
      parameters: { ...parametersOf(workload, pod), container: first.name },
    },
  ];
}
