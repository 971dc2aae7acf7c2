import {
  ago,
  containersOf,
  event,
  find,
  object,
  remove,
  setContainer,
  setStatus,
  unschedule,
  withoutPods,
} from '../kubernetes.ts';
import { binding, type ClusterFault, gate, none, pulling, refused, unhealthy } from './shapes.ts';

const shortMemory = {
  type: 'ReplicaFailure',
  status: 'True',
  reason: 'FailedCreate',
  lastTransitionTime: ago(90_000),
  message:
    'pods "ledger-1-x" is forbidden: exceeded quota: limits, requested: memory=300Mi, used: memory=900Mi, limited: memory=1Gi',
};

/** The same faults as other versions and runtimes word them, or with the usual signs missing. */
export const variantFaults: readonly ClusterFault[] = [
  {
    title: 'an image whose failure only the state of the container still tells',
    analyzer: 'image-pull',
    component: 'service/ledger',
    cause: 'missing_image_pull_secret',
    put: (world) => {
      const message =
        'Back-off pulling image "registry.example/ledger:1.0": ErrImagePull: unexpected status from HEAD request: 401 Unauthorized';
      setStatus(world, 'ledger', { state: { waiting: { reason: 'ImagePullBackOff', message } } }, 'Pending');
    },
  },
  {
    title: 'an image that may be private, where its neighbours name a pull secret',
    analyzer: 'image-pull',
    component: 'service/ledger',
    cause: 'missing_image_pull_secret',
    put: (world) => {
      for (const name of ['parcel', 'vault'])
        Object.assign((find(world, 'Deployment', name).spec.template as { spec: object }).spec, {
          imagePullSecrets: [{ name: 'registry-key' }],
        });
      pulling('pull access denied, repository does not exist or may require authorization: insufficient_scope')(world);
    },
  },
  {
    title: 'a quota that only the controller remembers',
    analyzer: 'quota',
    component: 'namespace/market',
    cause: 'namespace_memory_quota_exceeded',
    put: (world) => {
      withoutPods(world, 'ledger');
      find(world, 'ReplicaSet', 'ledger-1').status.conditions = [shortMemory];
    },
  },
  {
    title: 'a quota with too little left for one more pod, its refusals expired',
    analyzer: 'quota',
    component: 'namespace/market',
    cause: 'namespace_cpu_quota_exceeded',
    put: (world) => {
      withoutPods(world, 'ledger');
      const amounts = { hard: { 'requests.cpu': '450m' }, used: { 'requests.cpu': '400m' } };
      world.objects.push({ kind: 'ResourceQuota', metadata: { name: 'limits', namespace: 'market' }, status: amounts });
    },
  },
  {
    title: 'a full Service quota and a Service missing that no address names',
    analyzer: 'quota',
    component: 'namespace/market',
    cause: 'namespace_service_quota_exceeded',
    put: (world) => {
      setContainer(world, 'stall', { env: [] });
      remove(world, 'Service', 'parcel');
      const amounts = { hard: { services: '4' }, used: { services: '4' } };
      world.objects.push({ kind: 'ResourceQuota', metadata: { name: 'limits', namespace: 'market' }, status: amounts });
    },
  },
  {
    title: 'a policy of the API server that denies',
    analyzer: 'refused-creation',
    component: 'service/ledger',
    cause: 'admission_webhook_denied',
    put: (world) =>
      withoutPods(
        world,
        'ledger',
        refused(
          "ValidatingAdmissionPolicy 'owners' with binding 'all' denied request: failed expression: has(object.metadata.labels.owner)",
        ),
      ),
  },
  {
    title: 'a taint as older schedulers worded it',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'taint_toleration_mismatch',
    put: (world) => {
      find(world, 'Node', 'field-1').spec.taints = [{ key: 'team', value: 'search', effect: 'NoSchedule' }];
      const parts = `1 node(s) had taint {team: search}, that the pod didn't tolerate, 1 node(s) didn't match node selector, ${gate}`;
      unschedule(world, 'ledger', none(parts), { nodeSelector: { disk: 'fast' } });
    },
  },
  {
    title: 'too little CPU where no node can be read',
    analyzer: 'scheduling',
    component: 'service/ledger',
    cause: 'insufficient_node_cpu',
    put: (world) => {
      world.objects = world.objects.filter((one) => one.kind !== 'Node');
      unschedule(world, 'ledger', none('1 node(s) had untolerated taint {gpu: only}, 2 Insufficient cpu'));
    },
  },
  {
    title: 'a command that is not in the image, as crun words it',
    analyzer: 'container-start',
    component: 'service/ledger',
    cause: 'invalid_command',
    put: (world) => {
      const message = 'container create failed: executable file `serve` not found in $PATH: No such file or directory';
      setStatus(world, 'ledger', { state: { waiting: { reason: 'CreateContainerError', message } } }, 'Pending');
    },
  },
  {
    title: 'a share that the server refuses, told over several lines',
    analyzer: 'container-start',
    component: 'service/ledger',
    cause: 'volume_mount_permission_denied',
    put: (world) => {
      setStatus(world, 'ledger', { state: { waiting: { reason: 'ContainerCreating' } } }, 'Pending');
      const words =
        'MountVolume.SetUp failed for volume "files" : mount failed: exit status 32\nMounting command: mount\nOutput: Permission denied';
      world.events.push(event('Pod', 'ledger-1-a', 'FailedMount', words));
    },
  },
  {
    title: 'a container killed for memory every half hour',
    analyzer: 'out-of-memory',
    component: 'service/ledger',
    cause: 'oom_killed',
    put: (world) =>
      setStatus(world, 'ledger', {
        ready: true,
        restartCount: 4,
        state: { running: { startedAt: ago(1490) } },
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: ago(1500) } },
      }),
  },
  {
    title: 'a Service that moved away from its only caller and its own container',
    analyzer: 'service-address',
    component: 'service/vault',
    cause: 'service_port_mapping_mismatch',
    put: (world) => {
      for (const name of ['stall', 'ledger', 'parcel', 'greeter'])
        find(world, 'Service', name).spec.ports = [{ name: 'http', port: 8080, targetPort: 8080 }];
      find(world, 'Service', 'vault').spec.ports = [{ name: 'http', port: 8081, targetPort: 8080 }];
      setContainer(world, 'stall', { env: [] });
      for (const container of containersOf(world, 'ledger'))
        container.env = [{ name: 'VAULT_ADDR', value: 'vault:8080' }];
    },
  },
  ...(
    [
      ['its own host', 'localhost:80'],
      ['an address that nothing has', 'http://10.9.9.9:80'],
      ['a namespace that has no such Service', 'vault.attic.svc.cluster.local:80'],
    ] as const
  ).map(
    ([where, value]): ClusterFault => ({
      title: `an address that leads to ${where}`,
      analyzer: 'service-address',
      component: 'service/ledger',
      cause: 'service_env_var_address_mismatch',
      put: (world) => {
        for (const container of containersOf(world, 'ledger')) container.env = [{ name: 'VAULT_ADDR', value }];
      },
    }),
  ),
  {
    title: 'a port of another protocol where no container declares any',
    analyzer: 'service-port',
    component: 'service/ledger',
    cause: 'service_protocol_mismatch',
    put: (world) => {
      setContainer(world, 'ledger', { ports: [] });
      find(world, 'Service', 'ledger').spec.ports = [{ name: 'http', port: 80, targetPort: 8080, protocol: 'UDP' }];
    },
  },
  {
    title: 'a fault of which only the pods were read',
    analyzer: 'probe-target',
    component: 'service/ledger',
    cause: 'readiness_probe_incorrect_port',
    put: (world) => {
      setContainer(world, 'ledger', { readinessProbe: { tcpSocket: { port: 9 } } });
      setStatus(world, 'ledger', { state: { running: { startedAt: ago(600) } } });
      const pod = find(world, 'Pod', 'ledger-1-a');
      Object.assign(pod.metadata, { labels: { app: 'ledger', 'pod-template-hash': '1' } });
      world.events.push(unhealthy('ledger', 'Readiness', 'dial tcp 10.0.0.2:9: connect: connection refused'));
      world.objects = world.objects.filter((one) => one.kind === 'Pod');
    },
  },
  {
    title: 'a policy that lets a caller call nobody',
    analyzer: 'network-policy',
    component: 'service/ledger',
    cause: 'network_policy_blocks_traffic',
    put: (world) =>
      world.objects.push(
        object('NetworkPolicy', 'shut-in', {
          metadata: { creationTimestamp: ago(900) },
          spec: { podSelector: { matchLabels: { app: 'ledger' } }, policyTypes: ['Egress'], egress: [] },
        }),
      ),
  },
  ...(
    [
      [
        'a storage class that only the event names',
        'pvc_storage_class_mismatch',
        'storageclass.storage.k8s.io "quick" not found',
      ],
      [
        'a provisioner that cannot share',
        'pvc_access_mode_mismatch',
        'failed to provision volume: NodePath only supports ReadWriteOnce and ReadWriteOncePod access modes',
      ],
    ] as const
  ).map(
    ([title, cause, words]): ClusterFault => ({
      title,
      analyzer: 'claim-binding',
      component: 'service/ledger',
      cause,
      put: (world) => {
        binding({ storageClassName: 'quick' }, {})(world);
        remove(world, 'PersistentVolume', 'disk-7');
        world.events.push(event('PersistentVolumeClaim', 'ledger-files', 'ProvisioningFailed', words));
      },
    }),
  ),
];
