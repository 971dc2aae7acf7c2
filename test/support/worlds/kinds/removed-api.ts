import type { FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { objectEvent } from '../kubernetes/events.ts';
import { say } from '../logs/say.ts';
import type { Part } from '../part.ts';
import { drive } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { all, aProgram, kubernetes, runs } from './places.ts';

/** Versions that Kubernetes 1.22 to 1.26 took away. */
const REMOVED = [
  ['PodDisruptionBudget', 'policy/v1beta1', 'poddisruptionbudgets'],
  ['HorizontalPodAutoscaler', 'autoscaling/v2beta2', 'horizontalpodautoscalers'],
  ['CronJob', 'batch/v1beta1', 'cronjobs'],
  ['Ingress', 'networking.k8s.io/v1beta1', 'ingresses'],
] as const;

/** How clients tell that the API server knows no such version: it answers `404 page not found`. */
function notServed(part: Part, [kind, version, resource]: (typeof REMOVED)[number]): string {
  const path = `/apis/${version}/namespaces/${part.namespace}/${resource}`;
  switch (part.runtime) {
    case 'jvm':
      return `io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: GET at: https://10.96.0.1${path}. Message: 404 page not found.`;
    case 'go':
      return `pkg/mod/k8s.io/client-go@v0.21.4/tools/cache/reflector.go:167: Failed to watch *v1beta1.${kind}: failed to list *v1beta1.${kind}: the server could not find the requested resource`;
    default:
      return `kubernetes.client.exceptions.ApiException: (404) Reason: Not Found HTTP response body: 404 page not found (GET ${path})`;
  }
}

export const removedApi: readonly FaultKind[] = [
  {
    id: 'release-of-removed-version',
    causes: ['api_version_removed'],
    where: all(kubernetes, aProgram),
    strike(scene, part, fault) {
      const [kind, version] = scene.random.pick(REMOVED);
      const at = rfc3339(Math.round(fault.from));
      const chart = `${part.name}@1.${scene.random.whole(2, 9)}.0`;
      const message = `Helm upgrade failed for release ${part.namespace}/${part.name} with chart ${chart}: unable to build kubernetes objects from current release manifest: resource mapping not found for name: "${part.name}" namespace: "${part.namespace}" from "": no matches for kind "${kind}" in version "${version}"\nensure CRDs are installed first`;
      scene.objects.push(
        plain('helm.toolkit.fluxcd.io/v2', 'HelmRelease', part.namespace, part.name, scene.axis.end - 2e7, {
          spec: { chart: { spec: { chart: part.name } }, interval: '10m' },
          status: {
            conditions: [
              { type: 'Ready', status: 'False', reason: 'UpgradeFailed', message, lastTransitionTime: at },
              { type: 'Released', status: 'False', reason: 'UpgradeFailed', message, lastTransitionTime: at },
            ],
          },
        }),
      );
      objectEvent(scene, 'HelmRelease', part.namespace, part.name, 'UpgradeFailed', message, {
        first: fault.from,
        count: Math.max(1, Math.round((scene.axis.end - fault.from) / 600)),
        source: 'helm-controller',
      });
      return {
        components: [`service/${part.name}`, `namespace/${part.namespace}`],
        complaint: `the release of ${part.name} fails since the upgrade`,
      };
    },
  },
  {
    id: 'program-of-removed-version',
    causes: ['api_version_removed'],
    where: all(kubernetes, aProgram, runs('jvm', 'go', 'python', 'celery')),
    strike(scene, part, fault) {
      const removed = scene.random.pick(
        part.runtime === 'go' ? REMOVED.filter(([, v]) => v.endsWith('v1beta1')) : REMOVED,
      );
      drive(scene, part, 'errors', fault, fault.scale(0.05, 0.5));
      say(scene, part, { from: fault.from, perMinute: 2.5 }, () => notServed(part, removed));
      return { complaint: `${part.name} fails since the cluster was upgraded` };
    },
  },
];
