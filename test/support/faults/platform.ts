import { ago, event, find, object, setStatus, unschedule, type World } from '../kubernetes.ts';
import { type ClusterFault, logs, none, replaceNode } from './shapes.ts';

const ledger = { component: 'service/ledger' } as const;
const creating = (words: string) => (world: World) => {
  setStatus(world, 'ledger', { state: { waiting: { reason: 'ContainerCreating' } } }, 'Pending');
  world.events.push(event('Pod', 'ledger-1-a', 'FailedCreatePodSandBox', words));
};
const sandbox = (words: string) =>
  `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "c0ffee": ${words}`;
const ready = { type: 'Ready', status: 'True', lastTransitionTime: ago(9e5) };

/** How each network plugin words that it has no address left. */
const NO_ADDRESS = [
  'plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
  'plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.1.2.1-10.1.2.254',
  'plugin type="calico" failed (add): failed to request IPv4 addresses: Assigned 0 out of 1 requested IPv4 addresses; No more free affine blocks',
  'plugin type="cilium-cni" failed (add): unable to allocate IP via local cilium agent: [POST /ipam][502] postIpamFailure range is full',
];

/** Conditions of a node that is Ready all the same, and the cause that each stands for. */
const CONDITIONS = [
  ['PIDPressure', 'True', 'node_pid_pressure', 'kubelet has insufficient PID available'],
  ['NetworkUnavailable', 'True', 'node_network_unavailable', 'RouteController failed to create a route'],
  ['ReadonlyFilesystem', 'True', 'node_filesystem_read_only', 'Filesystem is read-only'],
  [
    'FrequentContainerdRestart',
    'True',
    'containerd_unavailable',
    'Found 9 matching logs, which meets the threshold of 5',
  ],
  ['ContainerRuntimeReady', 'False', 'containerd_unavailable', 'ContainerdNotRunning'],
] as const;

/** Codes of clouds, as those who ask them hand them on. */
const CLOUD = [
  [
    'InsufficientCapacityError',
    'cloud_capacity_insufficient',
    'creating instance, insufficient capacity, with fleet error(s), InsufficientInstanceCapacity: We currently do not have sufficient m5.large capacity',
  ],
  [
    'FailedToScaleUpGroup',
    'cloud_quota_exceeded',
    "Scale-up failed for group pool-1: instance creation error QUOTA_EXCEEDED: Quota 'CPUS' exceeded. Limit: 24.0 in region europe-west1",
  ],
] as const;

/** Agents of a network plugin on both nodes, of which that of field-2 has not been ready since it was made so long ago. */
export function addAgents(world: World, age: number): void {
  const image = 'quay.example/cilium/cilium:v1.15.1';
  const labels = { app: 'weaver' };
  const spec = { containers: [{ name: 'agent', image }] };
  world.objects.push(
    object('DaemonSet', 'weaver', {
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
      status: { desiredNumberScheduled: 2, numberReady: 1 },
    }),
    ...[1, 2].map((at) =>
      object('Pod', `weaver-${at}`, {
        metadata: { labels, creationTimestamp: ago(age), ownerReferences: [{ kind: 'DaemonSet', name: 'weaver' }] },
        spec: { ...spec, nodeName: `field-${at}` },
        status: {
          phase: 'Running',
          startTime: ago(age),
          containerStatuses: [{ name: 'agent', ready: at === 1, restartCount: 0, state: { running: {} } }],
        },
      }),
    ),
  );
}

export const platformFaults: readonly ClusterFault[] = [
  ...NO_ADDRESS.map(
    (words, index): ClusterFault => ({
      ...ledger,
      title: `a network plugin without an address left (${index + 1})`,
      analyzer: 'platform-events',
      cause: 'cni_address_exhaustion',
      put: creating(sandbox(words)),
    }),
  ),
  {
    title: 'a node that its cloud took back, while its pods have no other place',
    analyzer: 'lost-node',
    component: 'node/spot-7',
    cause: 'node_not_ready',
    put: (world) => {
      unschedule(world, 'ledger', none('2 Insufficient cpu'));
      world.events.push(
        event('Node', 'spot-7', 'RemovingNode', 'Node spot-7 event: Removing Node spot-7 from Controller', {
          type: 'Normal',
          firstTimestamp: ago(420),
          lastTimestamp: ago(420),
        }),
      );
    },
  },
  {
    title: 'a node that was not ready for ten minutes and is again',
    analyzer: 'returned-node',
    component: 'node/field-1',
    cause: 'node_not_ready',
    put: (world) => {
      const away = { firstTimestamp: ago(1500), lastTimestamp: ago(1500) };
      replaceNode(world, [{ ...ready, lastTransitionTime: ago(900) }]);
      world.events.push(
        event('Node', 'field-1', 'NodeNotReady', 'Node field-1 status is now: NodeNotReady', {
          type: 'Normal',
          ...away,
        }),
      );
    },
  },
  {
    title: 'a network agent without words that is not ready on one node alone',
    analyzer: 'network-agent',
    component: 'node/field-2',
    cause: 'node_network_unavailable',
    put: (world) => addAgents(world, 7200),
  },
  {
    title: 'a network agent that says its node has no route to the others',
    analyzer: 'platform-events',
    component: 'node/field-2',
    cause: 'node_network_unavailable',
    put: (world) => {
      setStatus(world, 'ledger', { ready: false, state: { running: { startedAt: ago(9000) } } });
      const words =
        'Readiness probe failed: calico/node is not ready: felix is not ready: readiness probe reporting 503';
      world.events.push(event('Pod', 'ledger-1-a', 'Unhealthy', words, { count: 40 }));
    },
  },
  {
    ...ledger,
    title: 'a network plugin that is not there',
    analyzer: 'platform-events',
    cause: 'node_network_unavailable',
    put: creating(
      sandbox('plugin type="calico" failed (add): stat /var/lib/calico/nodename: no such file or directory'),
    ),
  },
  ...CONDITIONS.map(
    ([type, status, cause, message]): ClusterFault => ({
      title: `a node with the condition ${type}`,
      analyzer: 'node-condition',
      component: 'node/field-1',
      cause,
      put: (world) => replaceNode(world, [ready, { type, status, message, lastTransitionTime: ago(600) }]),
    }),
  ),
  ...CLOUD.map(
    ([reason, cause, message]): ClusterFault => ({
      ...ledger,
      title: `a cloud that answers ${reason}`,
      analyzer: 'cloud-capacity',
      cause,
      put: (world) => {
        unschedule(world, 'ledger', none('3 Insufficient cpu'));
        world.events.push(event('NodeClaim', 'pool-7', reason, message));
      },
    }),
  ),
  {
    ...ledger,
    title: 'an autoscaler whose log says that the cloud has no machine left',
    analyzer: 'refused-machines',
    cause: 'cloud_capacity_insufficient',
    put: (world) => {
      unschedule(world, 'ledger', none('3 Insufficient cpu'));
      world.logs = [logs('karpenter', [`failed launching nodeclaim: ${CLOUD[0][2]}`])];
    },
  },
  {
    ...ledger,
    title: 'a device that no node has left',
    analyzer: 'scheduling',
    cause: 'insufficient_extended_resource',
    put: (world) => unschedule(world, 'ledger', none('2 Insufficient nvidia.com/gpu')),
  },
  {
    ...ledger,
    title: 'a device that the kubelet could not give',
    analyzer: 'node-refusal',
    cause: 'insufficient_extended_resource',
    put: (world) => {
      const message =
        'Allocate failed due to requested number of devices unavailable for nvidia.com/gpu. Requested: 1, Available: 0, which is unexpected';
      Object.assign(find(world, 'Pod', 'ledger-1-a'), {
        status: { phase: 'Failed', reason: 'UnexpectedAdmissionError', message },
      });
    },
  },
  {
    ...ledger,
    title: 'a gate that nobody opens',
    analyzer: 'scheduling-gate',
    cause: 'pod_scheduling_gated',
    put: (world) => {
      unschedule(world, 'ledger', undefined, { schedulingGates: [{ name: 'queue.example.com/admission' }] });
      const pod = find(world, 'Pod', 'ledger-1-a');
      Object.assign(pod.metadata, { creationTimestamp: ago(1200) });
      pod.status.conditions = [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }];
    },
  },
  {
    ...ledger,
    title: 'a claim whose volume is gone',
    analyzer: 'claim-binding',
    cause: 'persistent_volume_claim_lost',
    put: (world) => {
      const volumes = [{ name: 'files', persistentVolumeClaim: { claimName: 'ledger-files' } }];
      Object.assign((find(world, 'Deployment', 'ledger').spec.template as { spec: object }).spec, { volumes });
      Object.assign(find(world, 'Pod', 'ledger-1-a').spec, { volumes });
      setStatus(world, 'ledger', { state: { waiting: { reason: 'ContainerCreating' } } }, 'Pending');
      world.objects.push(
        object('PersistentVolumeClaim', 'ledger-files', { spec: { volumeName: 'disk-7' }, status: { phase: 'Lost' } }),
      );
    },
  },
  {
    title: 'a schedule that has missed too many starts',
    component: 'service/night-report',
    analyzer: 'platform-events',
    cause: 'cron_job_missed_starts',
    put: (world) => {
      const job = { spec: { template: { spec: { containers: [{ name: 'main' }] } } } };
      world.objects.push(object('CronJob', 'night-report', { spec: { schedule: '* * * * *', jobTemplate: job } }));
      const words = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
      world.events.push(event('CronJob', 'night-report', 'TooManyMissedTimes', words));
    },
  },
  {
    title: 'an API whose Service is gone',
    component: 'service/metrics-server',
    analyzer: 'api-service',
    cause: 'api_service_unavailable',
    put: (world) => {
      const condition = {
        type: 'Available',
        status: 'False',
        reason: 'ServiceNotFound',
        message: 'service/metrics-server in "kube-system" is not present',
        lastTransitionTime: ago(1200),
      };
      world.objects.push(
        object(
          'APIService',
          'v1beta1.metrics.k8s.io',
          {
            apiVersion: 'apiregistration.k8s.io/v1',
            spec: { service: { name: 'metrics-server', namespace: 'kube-system' } },
            status: { conditions: [condition] },
          },
          '',
        ),
      );
    },
  },
  {
    title: 'a namespace that does not end',
    component: 'namespace/fair',
    analyzer: 'api-service',
    cause: 'namespace_stuck_terminating',
    put: (world) => {
      const held = {
        type: 'NamespaceFinalizersRemaining',
        status: 'True',
        message: 'Some content in the namespace has finalizers remaining: tents.example.com in 2 resource instances',
      };
      world.objects.push(
        object(
          'Namespace',
          'fair',
          {
            apiVersion: 'v1',
            metadata: { deletionTimestamp: ago(1800) },
            status: { phase: 'Terminating', conditions: [held] },
          },
          '',
        ),
      );
    },
  },
  {
    ...ledger,
    title: 'a drain that the budget holds up',
    analyzer: 'disruption-budget',
    cause: 'disruption_budget_blocks_eviction',
    put: (world) => {
      world.objects.push(
        object('PodDisruptionBudget', 'ledger', {
          spec: { minAvailable: 1, selector: { matchLabels: { app: 'ledger' } } },
          status: { disruptionsAllowed: 0, expectedPods: 1, currentHealthy: 1, desiredHealthy: 1 },
        }),
      );
      const words = "Cannot evict pod as it would violate the pod's disruption budget.";
      world.events.push(event('Pod', 'ledger-1-a', 'FailedEviction', words));
    },
  },
  {
    ...ledger,
    title: 'a drain that the budget holds up, of which only a log tells',
    analyzer: 'disruption-budget',
    cause: 'disruption_budget_blocks_eviction',
    put: (world) => {
      world.objects.push(
        object('PodDisruptionBudget', 'ledger', {
          spec: { minAvailable: 1, selector: { matchLabels: { app: 'ledger' } } },
          status: { disruptionsAllowed: 0, expectedPods: 1, currentHealthy: 1, desiredHealthy: 1 },
        }),
      );
      const words =
        'error when evicting pods/"ledger-1-a" -n "market" (will retry after 5s): Cannot evict pod as it would violate the pod\'s disruption budget.';
      world.logs = [logs('patcher', [words])];
    },
  },
  {
    title: 'an autoscaler of what is not there',
    component: 'service/stal',
    analyzer: 'autoscaler',
    cause: 'hpa_target_missing',
    put: (world) => {
      const able = {
        type: 'AbleToScale',
        status: 'False',
        reason: 'FailedGetScale',
        message: 'the HPA controller was unable to get the target\'s current scale: deployments.apps "stal" not found',
        lastTransitionTime: ago(1200),
      };
      world.objects.push(
        object('HorizontalPodAutoscaler', 'stall', {
          spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'stal' } },
          status: { conditions: [able] },
        }),
      );
    },
  },
];
