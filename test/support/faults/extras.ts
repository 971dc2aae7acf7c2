import type { ServiceLogs } from '../../../bot/domain/signals.ts';
import { ago, event, object, setContainer, setStatus, type World, withoutPods } from '../kubernetes.ts';
import { type ClusterFault, refused } from './shapes.ts';

const ledger = { component: 'service/ledger' } as const;
const route = (subset: string) =>
  object('VirtualService', 'ledger', {
    apiVersion: 'networking.istio.io/v1',
    spec: { hosts: ['ledger'], http: [{ route: [{ destination: { host: 'ledger', subset } }] }] },
  });
const rule = (name: string, labels: Record<string, string>) =>
  object('DestinationRule', 'ledger', {
    apiVersion: 'networking.istio.io/v1',
    spec: { host: 'ledger.market.svc.cluster.local', subsets: [{ name, labels }] },
  });

function failedLookup(service: string): ServiceLogs {
  const text = 'dial tcp: lookup vault.market.svc.cluster.local on 10.96.0.10:53: read udp: i/o timeout';
  const seen = { firstSeen: ago(600), lastSeen: ago(30) };
  return {
    service,
    lines: 40,
    ...seen,
    levels: { error: 20 },
    patterns: [{ template: text, count: 20, level: 'error', ...seen, samples: [{ text }] }],
  };
}

const killed = { exitCode: 137, reason: 'Error', startedAt: ago(400), finishedAt: ago(60) };

export const extraFaults: readonly ClusterFault[] = [
  {
    ...ledger,
    title: 'a mesh route to a subset that nobody defines',
    analyzer: 'mesh-subset',
    cause: 'gateway_route_mismatch',
    put: (world) => world.objects.push(route('v2'), rule('v1', { app: 'ledger' })),
  },
  {
    ...ledger,
    title: 'a mesh subset whose labels no pod carries',
    analyzer: 'mesh-subset',
    cause: 'gateway_route_mismatch',
    put: (world) => world.objects.push(route('v2'), rule('v2', { version: 'v2' })),
  },
  {
    ...ledger,
    title: 'a policy that forgets the name server',
    analyzer: 'network-policy',
    cause: 'network_policy_blocks_traffic',
    put: (world: World) => {
      world.objects.push(
        object('NetworkPolicy', 'ledger-out', {
          metadata: { creationTimestamp: ago(700) },
          spec: {
            podSelector: { matchLabels: { app: 'ledger' } },
            policyTypes: ['Egress'],
            egress: [{ to: [{ podSelector: { matchLabels: { app: 'vault' } } }] }],
          },
        }),
      );
      world.logs = [failedLookup('ledger')];
    },
  },
  {
    title: 'a webhook whose certificate has expired',
    component: 'service/gatekeeper',
    analyzer: 'refused-creation',
    cause: 'certificate_expired',
    put: (world) =>
      withoutPods(
        world,
        'ledger',
        refused(
          'Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: Post "https://gatekeeper.policy.svc:443/v1/admit": x509: certificate has expired or is not yet valid: current time 2026-03-04T10:00:00Z is after 2026-03-04T09:00:00Z',
        ),
      ),
  },
  {
    ...ledger,
    title: 'a token for an account that is gone',
    analyzer: 'container-start',
    cause: 'missing_service_account',
    put: (world) => {
      setStatus(world, 'ledger', { state: { waiting: { reason: 'ContainerCreating' } } }, 'Pending');
      const words =
        'MountVolume.SetUp failed for volume "kube-api-access-x" : failed to fetch token: serviceaccounts "books" not found';
      world.events.push(event('Pod', 'ledger-1-a', 'FailedMount', words));
    },
  },
  {
    title: 'a store of the API server that has no room',
    component: 'service/etcd',
    analyzer: 'platform-events',
    cause: 'etcd_quota_exceeded',
    put: (world) =>
      world.events.push(
        event('Job', 'night-1', 'FailedCreate', 'Error creating: etcdserver: mvcc: database space exceeded'),
      ),
  },
  {
    title: 'a schedule that is on and is not started',
    component: 'service/night-report',
    analyzer: 'job',
    cause: 'cron_job_missed_starts',
    put: (world) => {
      const jobTemplate = { spec: { template: { spec: { containers: [{ name: 'main' }] } } } };
      world.objects.push(
        object('CronJob', 'night-report', {
          spec: { schedule: '*/10 * * * *', jobTemplate },
          status: { lastScheduleTime: ago(5400) },
        }),
      );
    },
  },
  {
    ...ledger,
    title: 'a heap that does not fit into the limit',
    analyzer: 'out-of-memory',
    cause: 'oom_killed',
    put: (world) => {
      setContainer(world, 'ledger', { env: [{ name: 'JAVA_TOOL_OPTIONS', value: '-Xms64m -Xmx256m' }] });
      setStatus(world, 'ledger', {
        restartCount: 4,
        state: { running: { startedAt: ago(50) } },
        lastState: { terminated: killed },
      });
    },
  },
  {
    ...ledger,
    title: 'a registry that refuses the credentials that are there',
    analyzer: 'image-pull',
    cause: 'registry_credentials_expired',
    put: (world) => {
      const pod = world.objects.find(({ kind, metadata }) => kind === 'Pod' && metadata.name === 'ledger-1-a')!;
      Object.assign(pod.spec as object, { imagePullSecrets: [{ name: 'registry' }] });
      world.objects.push(object('Secret', 'registry', { type: 'kubernetes.io/dockerconfigjson' }));
      setStatus(world, 'ledger', { state: { waiting: { reason: 'ErrImagePull' } } }, 'Pending');
      const words =
        'Failed to pull image "registry.example/ledger:1.0": failed to authorize: 401 Unauthorized: incorrect username or password';
      world.events.push(event('Pod', 'ledger-1-a', 'Failed', words));
    },
  },
  {
    ...ledger,
    title: 'pods that somebody deletes again and again',
    analyzer: 'deleted-pods',
    cause: 'workload_unavailable',
    put: (world) => {
      for (const [n, letters] of ['bcdfg', 'hjklm', 'npqrs', 'tvwxz'].entries()) {
        const name = `ledger-7d9f8b6c5-${letters}`;
        const made = { lastTimestamp: ago(320 - 80 * n), type: 'Normal' };
        const ended = { lastTimestamp: ago(250 - 80 * n), type: 'Normal' };
        world.events.push(
          event('ReplicaSet', 'ledger-1', 'SuccessfulCreate', `Created pod: ${name}`, made),
          event('Pod', name, 'Killing', 'Stopping container ledger', ended),
        );
      }
    },
  },
];
