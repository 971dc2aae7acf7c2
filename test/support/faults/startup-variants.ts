import { ago, event, find, object, setContainer, setStatus, type World } from '../kubernetes.ts';
import type { ClusterFault } from './shapes.ts';
import { pulling } from './shapes.ts';

const ledger = { component: 'service/ledger' } as const;
const waiting = (world: World, reason: string, message?: string): void =>
  setStatus(world, 'ledger', { state: { waiting: { reason, message } } }, 'Pending');
const looping = (ended: Record<string, unknown>) => ({
  restartCount: 6,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { reason: 'Error', startedAt: ago(70), finishedAt: ago(60), ...ended } },
});
const pod = (world: World) => find(world, 'Pod', 'ledger-1-a');
const withInit = (world: World, status: Record<string, unknown>, container: Record<string, unknown> = {}): void => {
  pod(world).spec.initContainers = [{ name: 'prepare', image: 'registry.example/prepare:1', ...container }];
  Object.assign(pod(world), {
    status: {
      phase: 'Pending',
      startTime: ago(1800),
      initContainerStatuses: [{ name: 'prepare', ready: false, restartCount: 0, ...status }],
      containerStatuses: [
        { name: 'main', ready: false, restartCount: 0, state: { waiting: { reason: 'PodInitializing' } } },
      ],
    },
  });
};
const keepsFiles = { volumeMounts: [{ name: 'files', mountPath: '/var/ledger' }] };
const others = (world: World): void => {
  world.objects.push(object('Secret', 'another'), object('ConfigMap', 'another'));
};

/** Containers that do not start, as other runtimes word it, or told by the objects alone. */
export const startupVariants: readonly ClusterFault[] = [
  {
    ...ledger,
    title: 'a Secret that is not there, which no event tells any more',
    analyzer: 'container-start',
    cause: 'missing_secret',
    put: (world) => {
      others(world);
      setContainer(world, 'ledger', {
        env: [{ name: 'PASS', valueFrom: { secretKeyRef: { name: 'vault-key', key: 'x' } } }],
      });
      waiting(world, 'CreateContainerConfigError');
    },
  },
  {
    ...ledger,
    title: 'a key that the ConfigMap has not',
    analyzer: 'container-start',
    cause: 'missing_config_map',
    put: (world) => {
      others(world);
      world.objects.push(object('ConfigMap', 'ledger-settings', { data: { colour: 'red' } }));
      pod(world).spec.volumes = [
        { name: 'c', projected: { sources: [{ configMap: { name: 'ledger-settings', items: [{ key: 'shape' }] } }] } },
      ];
      waiting(world, 'ContainerCreating');
    },
  },
  {
    ...ledger,
    title: 'a secret that its store does not find',
    analyzer: 'container-start',
    cause: 'missing_secret',
    put: (world) => {
      waiting(world, 'ContainerCreating');
      const words =
        'MountVolume.SetUp failed for volume "keys" : rpc error: code = Unknown desc = failed to mount secrets store objects for pod, err: Failed fetching secret ledger: not found';
      world.events.push(event('Pod', 'ledger-1-a', 'FailedMount', words));
    },
  },
  {
    ...ledger,
    title: 'an init container that has waited for half an hour',
    analyzer: 'container-start',
    cause: 'init_container_failed',
    put: (world) => withInit(world, { state: { running: { startedAt: ago(1790) } } }),
  },
  {
    ...ledger,
    title: 'a directory that an init container may not prepare',
    analyzer: 'volume-permission',
    cause: 'volume_mount_permission_denied',
    put: (world) => {
      const ended = looping({
        exitCode: 1,
        message: "chown: changing ownership of '/var/ledger': Operation not permitted",
      });
      withInit(world, ended, keepsFiles);
      pod(world).spec.volumes = [{ name: 'files', persistentVolumeClaim: { claimName: 'ledger-files' } }];
    },
  },
  {
    ...ledger,
    title: 'a directory that refuses, in the last words of the container',
    analyzer: 'volume-permission',
    cause: 'volume_mount_permission_denied',
    put: (world) => {
      setContainer(world, 'ledger', keepsFiles);
      pod(world).spec.volumes = [{ name: 'files', emptyDir: {} }];
      setStatus(
        world,
        'ledger',
        looping({ exitCode: 1, message: "mkdir: can't create directory '/var/ledger/a': Permission denied" }),
      );
    },
  },
  {
    ...ledger,
    title: 'a container killed while it is made',
    analyzer: 'container-start',
    cause: 'oom_killed',
    put: (world) => {
      const message =
        'OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?): unknown';
      setStatus(world, 'ledger', looping({ exitCode: 128, reason: 'StartError', message }));
    },
  },
  {
    ...ledger,
    title: 'a kill within a memory limit that no probe asked for',
    analyzer: 'out-of-memory',
    cause: 'oom_killed',
    put: (world) => {
      setContainer(world, 'ledger', { livenessProbe: undefined });
      setStatus(world, 'ledger', looping({ exitCode: 137 }));
    },
  },
  {
    ...ledger,
    title: 'a kill of which the node tells',
    analyzer: 'out-of-memory',
    cause: 'oom_killed',
    put: (world) => {
      setStatus(world, 'ledger', looping({ exitCode: 137 }));
      const words = 'Memory cgroup out of memory: Killed process 4711 (ledgerd) total-vm:1234kB, anon-rss:130000kB';
      world.events.push(event('Node', 'field-2', 'OOMKilling', words));
    },
  },
  {
    title: 'a pull that ends on a full disk',
    analyzer: 'image-pull',
    component: 'node/field-2',
    cause: 'node_disk_pressure',
    put: pulling('failed to extract layer sha256:12: write /var/lib/containerd/x: no space left on device: unknown'),
  },
  {
    title: 'a pull that never reached the runtime',
    analyzer: 'node-condition',
    component: 'node/field-2',
    cause: 'containerd_unavailable',
    put: (world) => {
      world.metrics = undefined;
      pulling(
        'rpc error: code = Unavailable desc = "transport: dial unix /run/containerd/containerd.sock: connect: connection refused"',
      )(world);
    },
  },
  ...(
    [
      [
        'its own limit',
        'Container main exceeded its local ephemeral storage limit "1Gi".',
        'ephemeral_storage_limit_exceeded',
      ],
      [
        'an emptyDir',
        'Usage of EmptyDir volume "memory-cache" exceeds the limit "100Mi".',
        'ephemeral_storage_limit_exceeded',
      ],
      [
        'the node, a container being called after memory',
        'The node was low on resource: ephemeral-storage. Container memory-cache was using 5Gi, request is 0.',
        'evicted_disk_pressure',
      ],
    ] as const
  ).map(
    ([whose, message, cause]): ClusterFault => ({
      ...ledger,
      title: `a pod evicted for the storage of ${whose}`,
      analyzer: 'eviction',
      cause,
      put: (world) => {
        Object.assign(pod(world).status, { phase: 'Failed', reason: 'Evicted', message, containerStatuses: [] });
      },
    }),
  ),
];
