import type { FaultKind } from '../fault-kind.ts';
import { plain } from '../kubernetes/cluster-objects.ts';
import { objectEvent } from '../kubernetes/events.ts';
import { say } from '../logs/say.ts';
import { changeSignal, drive, toward } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { all, aProgram, aService, kubernetes } from './places.ts';

export const controlPlane: readonly FaultKind[] = [
  {
    id: 'role-too-narrow',
    causes: ['rbac_forbidden'],
    where: all(kubernetes, aProgram),
    strike(scene, part, fault) {
      drive(scene, part, 'errors', fault, fault.scale(0.1, 0.5));
      const account = `system:serviceaccount:${part.namespace}:${part.name}`;
      const text = `configmaps "tenant-routes" is forbidden: User "${account}" cannot get resource "configmaps" in API group "" in the namespace "${part.namespace}"`;
      say(scene, part, { from: fault.from, perMinute: 3 }, () =>
        part.runtime === 'jvm'
          ? `io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: GET at: https://10.96.0.1/api/v1/namespaces/${part.namespace}/configmaps/tenant-routes. Message: ${text}.`
          : text,
      );
      return { complaint: `${part.name} fails for some tenants` };
    },
  },
  {
    id: 'namespace-never-ends',
    causes: ['namespace_stuck_terminating', 'api_service_unavailable'],
    where: all(kubernetes, aService),
    strike(scene, _, fault) {
      const at = rfc3339(Math.round(fault.from));
      scene.objects.push(
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name: 'preview-114',
            creationTimestamp: rfc3339(Math.round(fault.from - 86_400)),
            deletionTimestamp: at,
          },
          spec: { finalizers: ['kubernetes'] },
          status: {
            phase: 'Terminating',
            conditions: [
              {
                type: 'NamespaceDeletionDiscoveryFailure',
                status: 'True',
                reason: 'DiscoveryFailed',
                message:
                  'Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: custom.metrics.k8s.io/v1beta1: stale GroupVersion discovery: custom.metrics.k8s.io/v1beta1',
                lastTransitionTime: at,
              },
            ],
          },
        },
        plain(
          'apiregistration.k8s.io/v1',
          'APIService',
          undefined,
          'v1beta1.custom.metrics.k8s.io',
          scene.axis.end - 3e7,
          {
            spec: {
              group: 'custom.metrics.k8s.io',
              version: 'v1beta1',
              service: { name: 'prometheus-adapter', namespace: 'monitoring' },
            },
            status: {
              conditions: [
                {
                  type: 'Available',
                  status: 'False',
                  reason: 'ServiceNotFound',
                  message: 'service/prometheus-adapter in "monitoring" is not present',
                  lastTransitionTime: at,
                },
              ],
            },
          },
        ),
      );
      return {
        components: ['namespace/preview-114', 'service/prometheus-adapter', 'namespace/monitoring'],
        complaint: 'namespace preview-114 cannot be deleted',
      };
    },
  },
  {
    id: 'sync-fails',
    causes: ['custom_resource_failed'],
    where: all(kubernetes, aService),
    strike(scene, part, fault) {
      scene.objects.push({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: part.name, namespace: 'argocd', creationTimestamp: rfc3339(scene.axis.end - 20_000_000) },
        spec: {
          destination: { namespace: part.namespace },
          source: { repoURL: 'https://git.example.com/deploy.git', path: part.name },
        },
        status: {
          sync: { status: 'OutOfSync' },
          health: { status: 'Healthy' },
          operationState: {
            phase: 'Failed',
            message: `one or more objects failed to apply, reason: Deployment.apps "${part.name}" is invalid: spec.template.spec.containers[0].resources.requests: Invalid value: "2Gi": must be less than or equal to memory limit of 1Gi`,
            finishedAt: rfc3339(Math.round(fault.from)),
          },
          conditions: [
            {
              type: 'SyncError',
              message: `Failed sync attempt: one or more objects failed to apply (retried 5 times).`,
              lastTransitionTime: rfc3339(Math.round(fault.from)),
            },
          ],
        },
      });
      return {
        components: [`service/${part.name}`, 'namespace/argocd'],
        complaint: `the change of ${part.name} does not arrive`,
      };
    },
  },
  {
    id: 'name-server-slow',
    causes: ['dns_server_slow'],
    where: all(kubernetes, ({ kind, entryRps, role }) => kind === 'service' && (entryRps > 0 || role === 'edge')),
    passes: true,
    strike(scene, part, fault) {
      const seconds = fault.scale(0.4, 2.2);
      changeSignal(scene, { role: 'coredns' }, 'seconds', toward(fault, seconds));
      changeSignal(scene, { role: 'coredns' }, 'upstream broken', (base, i) => base + 0.02 * fault.course[i]!);
      for (const callee of scene.system.parts)
        if (scene.system.parts.some(({ calls }) => calls.some(({ role }) => role === callee.role)))
          drive(scene, callee, 'networkMs', fault, seconds * 220);
      // One that is over has resolved its alert.
      if (fault.until === undefined)
        scene.alerts.push({
          name: 'CoreDNSLatencyHigh',
          severity: 'critical',
          labels: { namespace: 'kube-system', server: 'dns://:53', zone: '.' },
          summary: 'CoreDNS is experiencing high 99th percentile latency.',
          startsAt: fault.from + 600,
        });
      return {
        components: ['service/coredns', 'service/kube-dns'],
        complaint: `everything behind ${part.name} is slow`,
      };
    },
  },
  {
    id: 'eviction-without-room',
    causes: ['disruption_budget_blocks_eviction', 'node_cordoned'],
    where: all(kubernetes, ({ stateful, replicas }) => stateful && replicas === 1),
    strike(scene, part, fault) {
      const pod = scene.pods.find((one) => one.part.role === part.role)!;
      const node = scene.nodes.find(({ name }) => name === pod.node)!;
      node.unschedulable = true;
      node.taints.push({
        key: 'node.kubernetes.io/unschedulable',
        effect: 'NoSchedule',
        timeAdded: rfc3339(Math.round(fault.from)),
      });
      scene.objects.push(
        plain('policy/v1', 'PodDisruptionBudget', part.namespace, `${part.name}-pdb`, scene.axis.end - 8e6, {
          spec: { minAvailable: 1, selector: { matchLabels: { app: part.name } } },
          status: {
            disruptionsAllowed: 0,
            currentHealthy: 1,
            desiredHealthy: 1,
            expectedPods: 1,
            conditions: [
              {
                type: 'DisruptionAllowed',
                status: 'False',
                reason: 'InsufficientPods',
                message: '',
                lastTransitionTime: rfc3339(scene.axis.end - 8_000_000),
              },
            ],
          },
        }),
      );
      objectEvent(
        scene,
        'Node',
        undefined,
        node.name,
        'FailedDraining',
        `error when evicting pods/"${pod.name}" -n "${part.namespace}" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.`,
        { first: fault.from + 20, count: 160, source: 'karpenter' },
      );
      return {
        components: [`service/${part.name}`, `node/${node.name}`, `namespace/${part.namespace}`],
        complaint: `the upgrade of ${node.name} hangs`,
      };
    },
  },
];
