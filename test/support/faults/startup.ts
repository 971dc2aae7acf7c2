import { ago, event, find, setContainer, setStatus } from '../kubernetes.ts';
import { type ClusterFault, pulling } from './shapes.ts';

export const startupFaults: readonly ClusterFault[] = [
  {
    title: 'a tag that is not in the registry',
    analyzer: 'image-pull',
    component: 'service/ledger',
    cause: 'incorrect_image_reference',
    put: pulling(
      'rpc error: code = NotFound desc = failed to resolve reference: registry.example/ledger:1.0: not found',
    ),
  },
  {
    title: 'a registry that refuses strangers',
    analyzer: 'image-pull',
    component: 'service/ledger',
    cause: 'missing_image_pull_secret',
    put: pulling('failed to authorize: failed to fetch anonymous token: 401 Unauthorized'),
  },
  {
    title: 'a registry whose name is unknown',
    analyzer: 'image-pull',
    component: 'service/ledger',
    cause: 'image_registry_dns_failure',
    put: pulling(
      'failed to do request: Head "https://registry.example/v2/": dial tcp: lookup registry.example on 10.0.0.10:53: no such host',
    ),
  },
  {
    title: 'a registry out of reach',
    analyzer: 'image-pull',
    component: 'service/ledger',
    cause: 'image_registry_unreachable',
    put: pulling('failed to do request: Head "https://registry.example/v2/": dial tcp 192.0.2.9:443: i/o timeout'),
  },
  {
    title: 'an image for another processor',
    analyzer: 'image-pull',
    component: 'service/ledger',
    cause: 'image_architecture_mismatch',
    put: pulling('no match for platform in manifest: not found'),
  },
  {
    title: 'a ConfigMap that is not there',
    analyzer: 'container-start',
    component: 'service/ledger',
    cause: 'missing_config_map',
    put: (world) =>
      setStatus(
        world,
        'ledger',
        {
          state: {
            waiting: { reason: 'CreateContainerConfigError', message: 'configmap "ledger-settings" not found' },
          },
        },
        'Pending',
      ),
  },
  {
    title: 'a Secret that is not there to mount',
    analyzer: 'container-start',
    component: 'service/ledger',
    cause: 'missing_secret',
    put: (world) => {
      setStatus(world, 'ledger', { state: { waiting: { reason: 'ContainerCreating' } } }, 'Pending');
      world.events.push(
        event(
          'Pod',
          'ledger-1-a',
          'FailedMount',
          'MountVolume.SetUp failed for volume "key" : secret "ledger-key" not found',
        ),
      );
    },
  },
  {
    title: 'a volume held by another node',
    analyzer: 'container-start',
    component: 'service/ledger',
    cause: 'volume_attach_failed',
    put: (world) => {
      setStatus(world, 'ledger', { state: { waiting: { reason: 'ContainerCreating' } } }, 'Pending');
      world.events.push(
        event(
          'Pod',
          'ledger-1-a',
          'FailedAttachVolume',
          'Multi-Attach error for volume "disk-7": Volume is already used by pod(s) other',
        ),
      );
    },
  },
  {
    title: 'a command that is not in the image',
    analyzer: 'container-start',
    component: 'service/ledger',
    cause: 'invalid_command',
    put: (world) => {
      setStatus(world, 'ledger', {
        restartCount: 2,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: {
          terminated: {
            exitCode: 127,
            reason: 'StartError',
            message: 'exec: "ledgerd": executable file not found in $PATH',
          },
        },
      });
    },
  },
  {
    title: 'an init container that fails',
    analyzer: 'container-start',
    component: 'service/ledger',
    cause: 'init_container_failed',
    put: (world) => {
      setStatus(world, 'ledger', { state: { waiting: { reason: 'PodInitializing' } } }, 'Pending');
      find(world, 'Pod', 'ledger-1-a').status.initContainerStatuses = [
        {
          name: 'prepare',
          ready: false,
          restartCount: 4,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 1, reason: 'Error' } },
        },
      ];
    },
  },
  {
    title: 'an application that ends at once',
    analyzer: 'container-start',
    component: 'service/ledger',
    cause: 'application_crash_on_start',
    put: (world) =>
      setStatus(world, 'ledger', {
        restartCount: 6,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: ago(62), finishedAt: ago(60) } },
      }),
  },
  {
    title: 'a data directory that refuses',
    analyzer: 'volume-permission',
    component: 'service/ledger',
    cause: 'volume_mount_permission_denied',
    put: (world) => {
      setContainer(world, 'ledger', { volumeMounts: [{ name: 'files', mountPath: '/var/ledger' }] });
      find(world, 'Pod', 'ledger-1-a').spec.volumes = [{ name: 'files', hostPath: { path: '/srv' } }];
      setStatus(world, 'ledger', {
        restartCount: 6,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error' } },
      });
      world.logs = [
        {
          service: 'ledger',
          lines: 1,
          levels: { error: 1 },
          patterns: [
            {
              template: 'open <*>: permission denied',
              count: 1,
              level: 'error',
              samples: [{ text: 'open /var/ledger/book: permission denied' }],
            },
          ],
        },
      ];
    },
  },
];
