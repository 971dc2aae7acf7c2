import { expect, test } from '@jest/globals';
import type { CauseCode } from '../../../../../bot/domain/cause.ts';
import { blamedCauses } from '../../../../support/blamed-causes.ts';
import { addAgents } from '../../../../support/faults/platform.ts';
import { replaceNode, stopWhileCalled } from '../../../../support/faults/shapes.ts';
import {
  ago,
  event,
  find,
  market,
  object,
  remove,
  setContainer,
  setStatus,
  unschedule,
  type World,
} from '../../../../support/kubernetes.ts';

const application = (status: Record<string, unknown>, rest: Record<string, unknown> = {}) =>
  object('Kustomization', 'fair', { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', status, ...rest });
const unready = (reason: string, since: number, status = 'False') => ({
  conditions: [{ type: 'Ready', status, reason, message: 'it is so', lastTransitionTime: ago(since) }],
});
const week = 7 * 86_400;
const budget = (allowed: number) =>
  object('PodDisruptionBudget', 'ledger', {
    spec: { selector: { matchLabels: { app: 'ledger' } } },
    status: { disruptionsAllowed: allowed, expectedPods: 1, currentHealthy: 1, desiredHealthy: 1 },
  });

/** What looks much like a fault and is none, by the cause that must not be named. */
const NEAR_MISSES: readonly (readonly [string, CauseCode, (world: World) => void])[] = [
  ['a network agent that was only made', 'node_network_unavailable', (world) => addAgents(world, 60)],
  [
    'a network agent that was not ready when it started, and is',
    'node_network_unavailable',
    (world) =>
      world.events.push(
        event(
          'Pod',
          'ledger-1-a',
          'Unhealthy',
          'Readiness probe failed: calico/node is not ready: BIRD is not ready: BGP not established with 10.0.0.7',
          { count: 4 },
        ),
      ),
  ],
  [
    'calls that fail in other ways too while pods stop',
    'graceful_shutdown_missing',
    (world) =>
      stopWhileCalled(world, [
        'ledger: Get "http://ledger:8080/entries": EOF',
        'ledger: entries: 500 Internal Server Error',
      ]),
  ],
  [
    'calls of others that are cut off while pods stop',
    'graceful_shutdown_missing',
    (world) => stopWhileCalled(world, ['ledger-archive: Get "http://ledger-archive:8080/entries": EOF']),
  ],
  [
    'a node that went and whose pods found a place at once',
    'node_not_ready',
    (world) =>
      world.events.push(
        event('Node', 'spot-7', 'RemovingNode', 'Node spot-7 event: Removing Node spot-7 from Controller', {
          type: 'Normal',
        }),
        event('Pod', 'ledger-1-a', 'FailedScheduling', '0/2 nodes are available: 2 Insufficient cpu.', {
          firstTimestamp: ago(300),
          lastTimestamp: ago(280),
        }),
        event('Pod', 'ledger-1-a', 'Scheduled', 'assigned market/ledger-1-a to field-2', {
          type: 'Normal',
          firstTimestamp: ago(270),
          lastTimestamp: ago(270),
        }),
      ),
  ],
  [
    'a custom resource that is still at it',
    'custom_resource_failed',
    (world) => world.objects.push(application(unready('Progressing', 60))),
  ],
  [
    'a custom resource of which nothing is known yet',
    'custom_resource_failed',
    (world) => world.objects.push(application(unready('Progressing', 600, 'Unknown'))),
  ],
  [
    'a custom resource that was suspended',
    'custom_resource_failed',
    (world) => world.objects.push(application(unready('Failed', 600), { spec: { suspend: true } })),
  ],
  [
    'a custom resource that has been so for a week',
    'custom_resource_failed',
    (world) => world.objects.push(application(unready('Failed', week))),
  ],
  [
    'a condition that is bad when it is False, and a built-in kind',
    'custom_resource_failed',
    (world) =>
      world.objects.push(
        object('Deployment', 'spare', {
          apiVersion: 'apps/v1',
          spec: { replicas: 0 },
          status: { conditions: [{ type: 'Available', status: 'False', message: 'x' }] },
        }),
      ),
  ],
  ['a budget at zero without a drain', 'disruption_budget_blocks_eviction', (world) => world.objects.push(budget(0))],
  [
    'a drain that the budget lets through',
    'disruption_budget_blocks_eviction',
    (world) => {
      world.objects.push(budget(1));
      world.events.push(event('Pod', 'ledger-1-a', 'Evicted', 'Evicting pod', { type: 'Normal' }));
    },
  ],
  [
    'a gate on a pod of a minute',
    'pod_scheduling_gated',
    (world) => {
      unschedule(world, 'ledger', undefined, { schedulingGates: [{ name: 'queue' }] });
      Object.assign(find(world, 'Pod', 'ledger-1-a').metadata, { creationTimestamp: ago(60) });
    },
  ],
  [
    'a namespace that is being deleted since a minute',
    'namespace_stuck_terminating',
    (world) =>
      world.objects.push(
        object(
          'Namespace',
          'fair',
          {
            metadata: { deletionTimestamp: ago(60) },
            status: { phase: 'Terminating', conditions: [{ type: 'NamespaceContentRemaining', status: 'True' }] },
          },
          '',
        ),
      ),
  ],
  [
    'a sandbox that came up at the second try',
    'cni_address_exhaustion',
    (world) =>
      world.events.push(
        event('Pod', 'ledger-1-a', 'FailedCreatePodSandBox', 'failed to assign an IP address to container', {
          lastTimestamp: ago(3000),
        }),
      ),
  ],
  [
    'process ids that ran short and came back',
    'node_pid_pressure',
    (world) => {
      replaceNode(world, [
        { type: 'Ready', status: 'True', lastTransitionTime: ago(9e5) },
        { type: 'PIDPressure', status: 'False', lastTransitionTime: ago(5) },
      ]);
      world.events.push(event('Node', 'field-1', 'NodeHasInsufficientPID', 'status is now: NodeHasInsufficientPID'));
    },
  ],
  [
    'a workload at zero by design',
    'deployment_scaled_to_zero',
    (world) => {
      find(world, 'Deployment', 'vault').spec.replicas = 0;
      remove(world, 'Pod', 'vault-1-a');
      world.objects.push(
        object('ScaledObject', 'vault', {
          apiVersion: 'keda.sh/v1alpha1',
          spec: { scaleTargetRef: { name: 'vault' } },
        }),
      );
    },
  ],
  [
    'a port that was taken once, hours ago',
    'container_port_conflict',
    (world) =>
      setStatus(world, 'ledger', {
        ready: true,
        restartCount: 1,
        state: { running: { startedAt: ago(9000) } },
        lastState: { terminated: { exitCode: 1, message: 'address already in use', finishedAt: ago(9001) } },
      }),
  ],
  [
    'a quota of the namespace, not of the cloud',
    'cloud_quota_exceeded',
    (world) => world.events.push(event('ResourceQuota', 'limits', 'QuotaExceeded', 'limits is at 100 %')),
  ],
  [
    'a resolver of its own on a pod that looks up nothing of the cluster',
    'pod_dns_config_incorrect',
    (world) => {
      const spec = (find(world, 'Deployment', 'parcel').spec.template as { spec: object }).spec;
      Object.assign(spec, { dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'] } });
    },
  ],
  [
    'a probe of a page that is not there while the application still starts',
    'readiness_probe_incorrect_path',
    (world) => {
      setStatus(world, 'ledger', { state: { running: { startedAt: ago(20) } } });
      const words = 'Readiness probe failed: HTTP probe failed with statuscode: 404';
      world.events.push(event('Pod', 'ledger-1-a', 'Unhealthy', words));
    },
  ],
  [
    'a probe of an undeclared port that answers too late',
    'liveness_probe_incorrect_port',
    (world) => {
      setContainer(world, 'ledger', { livenessProbe: { httpGet: { port: 9000, path: '/health' } } });
      setStatus(world, 'ledger', {
        restartCount: 4,
        state: { running: { startedAt: ago(100) } },
        lastState: { terminated: { exitCode: 0, startedAt: ago(220), finishedAt: ago(101) } },
      });
      const words =
        'Liveness probe failed: Get "http://10.0.0.4:9000/health": context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
      world.events.push(event('Pod', 'ledger-1-a', 'Unhealthy', words));
    },
  ],
  [
    "a mesh proxy's own probe",
    'readiness_probe_incorrect_port',
    (world) => {
      setContainer(world, 'ledger', { readinessProbe: { httpGet: { port: 15_021, path: '/healthz/ready' } } });
      setStatus(world, 'ledger', { state: { running: { startedAt: ago(100) } } });
      const words =
        'Readiness probe failed: Get "http://10.0.0.4:15021/healthz/ready": dial tcp 10.0.0.4:15021: connect: connection refused';
      world.events.push(event('Pod', 'ledger-1-a', 'Unhealthy', words));
    },
  ],
  [
    'an address in a comment of a mounted file, and one outside of the cluster',
    'service_env_var_address_mismatch',
    (world) => {
      const spec = (find(world, 'Deployment', 'ledger').spec.template as { spec: { containers: object[] } }).spec;
      Object.assign(spec, { volumes: [{ name: 'settings', configMap: { name: 'ledger-settings' } }] });
      Object.assign(spec.containers[0]!, { volumeMounts: [{ name: 'settings', mountPath: '/etc' }] });
      const text = '# url: http://vaultt:80\nschema: https://json.example.org/vault\nself: http://localhost:9000\n';
      world.objects.push(object('ConfigMap', 'ledger-settings', { data: { 'ledger.yaml': text } }));
    },
  ],
  [
    'a schedule whose next start is still to come',
    'cron_job_missed_starts',
    (world) =>
      world.objects.push(
        object('CronJob', 'night-report', {
          spec: { schedule: '0 3 * * *', jobTemplate: {} },
          status: { lastScheduleTime: ago(20 * 3600) },
        }),
      ),
  ],
  [
    'a heap that fits',
    'oom_killed',
    (world) => setContainer(world, 'ledger', { env: [{ name: 'JAVA_OPTS', value: '-Xmx64m' }] }),
  ],
  [
    'a subset that is defined and has pods',
    'gateway_route_mismatch',
    (world) =>
      world.objects.push(
        object('VirtualService', 'ledger', {
          spec: { http: [{ route: [{ destination: { host: 'ledger', subset: 'v1' } }] }] },
        }),
        object('DestinationRule', 'ledger', {
          spec: { host: 'ledger', subsets: [{ name: 'v1', labels: { app: 'ledger' } }] },
        }),
      ),
  ],
  [
    'an HTTPProxy that Contour took, and one that nothing includes',
    'gateway_route_rejected',
    (world) => {
      const proxy = (name: string, condition: object) =>
        object('HTTPProxy', name, {
          apiVersion: 'projectcontour.io/v1',
          spec: { routes: [{ services: [{ name: 'stall', port: 80 }] }] },
          status: { conditions: [condition] },
        });
      world.objects.push(
        proxy('front', { type: 'Valid', status: 'True', reason: 'Valid' }),
        proxy('old', {
          type: 'Valid',
          status: 'False',
          reason: 'Orphaned',
          message: 'this HTTPProxy is not part of a delegation chain',
        }),
      );
    },
  ],
  [
    'a policy that shuts the way out, of a workload that looks up its names',
    'network_policy_blocks_traffic',
    (world) =>
      world.objects.push(
        object('NetworkPolicy', 'parcel-out', {
          spec: { podSelector: { matchLabels: { app: 'parcel' } }, policyTypes: ['Egress'] },
        }),
      ),
  ],
];

test.each(NEAR_MISSES)('%s is no %s', (_title, cause, put) => {
  const world = market();
  put(world);
  expect(blamedCauses(world)).not.toContain(cause);
});
