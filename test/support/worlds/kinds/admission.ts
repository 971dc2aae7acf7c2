import type { FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { objectEvent } from '../kubernetes/events.ts';
import { removePod } from '../kubernetes/renew.ts';
import type { Part } from '../part.ts';
import { podsOf, type Scene, workloadOf } from '../scene.ts';
import { all, aProgram, kubernetes } from './places.ts';

const here = all(kubernetes, aProgram);

/** Pods of a workload that the API server refuses to make: the workload was restarted, or a node took its pods with it. */
function refused(scene: Scene, part: Part, from: number, message: string): void {
  const workload = workloadOf(scene, part);
  const pods = podsOf(scene, part);
  const lost = scene.random.chance(0.6) ? pods : pods.slice(0, 1);
  const set = pods[0]?.name.replace(/-[^-]+$/, '') ?? part.name;
  for (const pod of lost) removePod(scene, pod, from);
  workload.replicaFailure = { reason: 'FailedCreate', message, since: from + 2 };
  objectEvent(scene, 'ReplicaSet', part.namespace, set, 'FailedCreate', `Error creating: ${message}`, {
    first: from + 1,
    count: Math.round((scene.axis.end - from) / 70) + 3,
    source: 'replicaset-controller',
  });
}

function podName(scene: Scene, part: Part): string {
  return `${podsOf(scene, part)[0]?.name.replace(/-[^-]+$/, '') ?? part.name}-x7c2q`;
}

function quota(
  id: string,
  cause: string,
  resource: string,
  requested: (part: Part) => string,
  used: string,
  hard: string,
): FaultKind {
  return {
    id,
    causes: [cause],
    where: here,
    strike(scene, part, { from }) {
      const wish = requested(part);
      scene.objects.push(
        plain('v1', 'ResourceQuota', part.namespace, 'team-quota', scene.axis.end - 3e6, {
          spec: { hard: { [resource]: hard } },
          status: { hard: { [resource]: hard }, used: { [resource]: used } },
        }),
      );
      refused(
        scene,
        part,
        from,
        `pods "${podName(scene, part)}" is forbidden: exceeded quota: team-quota, requested: ${resource}=${wish}, used: ${resource}=${used}, limited: ${resource}=${hard}`,
      );
      return {
        components: [`namespace/${part.namespace}`, `service/${part.name}`],
        complaint: `pods of ${part.name} are missing`,
      };
    },
  };
}

export const admission: readonly FaultKind[] = [
  quota(
    'quota-cpu',
    'namespace_cpu_quota_exceeded',
    'requests.cpu',
    ({ cpuLimit }) => `${Math.round(cpuLimit * 250)}m`,
    '7900m',
    '8',
  ),
  quota(
    'quota-memory',
    'namespace_memory_quota_exceeded',
    'limits.memory',
    ({ memoryLimit }) => `${Math.round(memoryLimit / 2 ** 20)}Mi`,
    '32600Mi',
    '32Gi',
  ),
  quota('quota-pods', 'namespace_pod_quota_exceeded', 'pods', () => '1', '40', '40'),
  {
    id: 'limit-range',
    causes: ['limit_range_violated'],
    where: here,
    strike(scene, part, { from }) {
      const limit = `${Math.round(part.memoryLimit / 2 ** 20)}Mi`;
      scene.objects.push(
        plain('v1', 'LimitRange', part.namespace, 'defaults', from - 120, {
          spec: { limits: [{ type: 'Container', max: { memory: '128Mi' }, default: { memory: '128Mi' } }] },
        }),
      );
      refused(
        scene,
        part,
        from,
        `pods "${podName(scene, part)}" is forbidden: maximum memory usage per Container is 128Mi, but limit is ${limit}`,
      );
      return {
        components: [`service/${part.name}`, `namespace/${part.namespace}`],
        complaint: `${part.name} has no pods`,
      };
    },
  },
  {
    id: 'webhook-without-endpoints',
    causes: ['admission_webhook_unavailable'],
    where: here,
    strike(scene, part, { from }) {
      scene.objects.push(
        plain(
          'admissionregistration.k8s.io/v1',
          'MutatingWebhookConfiguration',
          undefined,
          'sidecar-injector',
          scene.axis.end - 9e6,
          {
            webhooks: [
              {
                name: 'inject.sidecars.example.com',
                failurePolicy: 'Fail',
                clientConfig: { service: { name: 'sidecar-injector', namespace: 'injector-system', path: '/inject' } },
              },
            ],
          },
        ),
      );
      refused(
        scene,
        part,
        from,
        `Internal error occurred: failed calling webhook "inject.sidecars.example.com": failed to call webhook: Post "https://sidecar-injector.injector-system.svc:443/inject?timeout=10s": no endpoints available for service "sidecar-injector"`,
      );
      return {
        components: [`service/${part.name}`, 'service/sidecar-injector', `namespace/${part.namespace}`],
        complaint: `new pods of ${part.name} do not appear`,
      };
    },
  },
  {
    id: 'webhook-denies',
    causes: ['admission_webhook_denied'],
    where: here,
    strike(scene, part, { from }) {
      refused(
        scene,
        part,
        from,
        `admission webhook "validate.kyverno.svc-fail" denied the request: \n\nresource Pod/${part.namespace}/${podName(scene, part)} was blocked due to the following policies \n\nrequire-run-as-nonroot:\n  run-as-non-root: 'validation error: Running as root is not allowed. rule run-as-non-root failed at path /spec/securityContext/runAsNonRoot/'`,
      );
      return { complaint: `deploy of ${part.name} hangs` };
    },
  },
  {
    id: 'service-account-gone',
    causes: ['missing_service_account'],
    where: here,
    strike(scene, part, { from }) {
      const workload = workloadOf(scene, part);
      workload.missing.add(workload.serviceAccount);
      refused(
        scene,
        part,
        from,
        `pods "${podName(scene, part)}" is forbidden: error looking up service account ${part.namespace}/${workload.serviceAccount}: serviceaccount "${workload.serviceAccount}" not found`,
      );
      return { complaint: `${part.name} is down since its restart` };
    },
  },
];
