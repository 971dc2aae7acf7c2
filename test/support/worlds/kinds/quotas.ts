import type { FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { objectEvent } from '../kubernetes/events.ts';
import type { Part } from '../part.ts';
import { podsOf, type Scene, workloadOf } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { aCallee, all, kubernetes } from './places.ts';
import { cutOff } from './routing.ts';

function quota(scene: Scene, part: Part, name: string, hard: Record<string, string>, used: Record<string, string>) {
  scene.objects.push(
    plain('v1', 'ResourceQuota', part.namespace, name, scene.axis.end - 3e6, {
      spec: { hard },
      status: { hard, used },
    }),
  );
}

export const quotas: readonly FaultKind[] = [
  {
    id: 'quota-services',
    causes: ['namespace_service_quota_exceeded'],
    where: all(kubernetes, aCallee),
    strike(scene, part, fault) {
      // Its Service had to be made anew (the cluster IP cannot change), and by then another team had taken the last place.
      const hard = String(scene.random.whole(8, 20));
      quota(scene, part, 'object-counts', { services: hard }, { services: hard });
      workloadOf(scene, part).serviceGone = true;
      const refusal = `services "${part.name}" is forbidden: exceeded quota: object-counts, requested: services=1, used: services=${hard}, limited: services=${hard}`;
      const count = Math.max(1, Math.round((scene.axis.end - fault.from) / 120));
      if (scene.random.chance(0.5)) {
        const message = `Service/${part.namespace}/${part.name} dry-run failed (Forbidden): ${refusal}`;
        scene.objects.push(
          plain('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'flux-system', part.name, scene.axis.end - 2e7, {
            spec: { path: `./deploy/${part.name}`, prune: true, force: true },
            status: {
              conditions: [
                {
                  type: 'Ready',
                  status: 'False',
                  reason: 'ReconciliationFailed',
                  message,
                  lastTransitionTime: rfc3339(Math.round(fault.from + 3)),
                },
              ],
            },
          }),
        );
        objectEvent(scene, 'Kustomization', 'flux-system', part.name, 'ReconciliationFailed', message, {
          first: fault.from + 3,
          count,
          source: 'kustomize-controller',
        });
      } else {
        const message = `one or more objects failed to apply, reason: ${refusal}. Retrying attempt #${count}.`;
        scene.objects.push(
          plain('argoproj.io/v1alpha1', 'Application', 'argocd', part.name, scene.axis.end - 2e7, {
            spec: { destination: { namespace: part.namespace } },
            status: {
              sync: { status: 'OutOfSync' },
              health: { status: 'Missing' },
              operationState: { phase: 'Running', message, startedAt: rfc3339(Math.round(fault.from)) },
            },
          }),
        );
      }
      cutOff(scene, part, fault, 5, 'unknown-name');
      return {
        components: [`service/${part.name}`, `namespace/${part.namespace}`],
        complaint: `nobody finds ${part.name}`,
      };
    },
  },
  {
    id: 'quota-storage',
    causes: ['namespace_storage_quota_exceeded'],
    where: all(kubernetes, ({ stateful }) => stateful),
    strike(scene, part, fault) {
      // One replica more is wanted, and its volume is too much for the namespace.
      const workload = workloadOf(scene, part);
      const n = podsOf(scene, part).length;
      workload.replicas = n + 1;
      workload.rolledAt = fault.from;
      const [resource, requested, used, hard] = scene.random.pick([
        ['requests.storage', '50Gi', '470Gi', '500Gi'],
        ['persistentvolumeclaims', '1', '10', '10'],
        ['gp3.storageclass.storage.k8s.io/requests.storage', '50Gi', '200Gi', '200Gi'],
      ] as const);
      quota(scene, part, 'storage', { [resource]: hard }, { [resource]: used });
      const claim = `data-${part.name}-${n}`;
      const refusal = `persistentvolumeclaims "${claim}" is forbidden: exceeded quota: storage, requested: ${resource}=${requested}, used: ${resource}=${used}, limited: ${resource}=${hard}`;
      const told = {
        first: fault.from + 1,
        count: Math.max(3, Math.round((scene.axis.end - fault.from) / 100)),
        source: 'statefulset-controller',
      };
      for (const message of [
        `create Claim ${claim} for Pod ${part.name}-${n} in StatefulSet ${part.name} failed error: ${refusal}`,
        `create Pod ${part.name}-${n} in StatefulSet ${part.name} failed error: failed to create PVC ${claim}: ${refusal}`,
      ])
        objectEvent(scene, 'StatefulSet', part.namespace, part.name, 'FailedCreate', message, told);
      return {
        components: [`service/${part.name}`, `namespace/${part.namespace}`],
        complaint: `the new replica of ${part.name} does not appear`,
      };
    },
  },
];
