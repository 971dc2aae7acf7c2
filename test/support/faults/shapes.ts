import type { CauseCode } from '../../../bot/domain/cause.ts';
import type { ServiceLogs } from '../../../bot/domain/signals.ts';
import { ago, event, find, node, object, remove, setStatus, unschedule, type World } from '../kubernetes.ts';

/** One fault put into the market, with the answer that it must give. */
export interface ClusterFault {
  readonly title: string;
  readonly component: string;
  readonly cause: CauseCode;
  /** The analyzer that must find it. */
  readonly analyzer: string;
  readonly put: (world: World) => void;
}

// How each kind of trouble is worded by its source.
export const refused = (why: string) => `Error creating: pods "ledger-1-x" is forbidden: ${why}`;
export const none = (parts: string) =>
  `0/3 nodes are available: ${parts}. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.`;
export const gate = '1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }';
export const pulling = (answer: string) => (world: World) => {
  setStatus(world, 'ledger', { state: { waiting: { reason: 'ErrImagePull' } } }, 'Pending');
  world.events.push(
    event('Pod', 'ledger-1-a', 'Failed', `Failed to pull image "registry.example/ledger:1.0": ${answer}`),
  );
};
export const unhealthy = (name: string, kind: string, answer: string) =>
  event('Pod', `${name}-1-a`, 'Unhealthy', `${kind} probe failed: ${answer}`);
export const restarted = (exitCode: number, seconds: number) => ({
  restartCount: 3,
  state: { running: { startedAt: ago(20) } },
  lastState: { terminated: { exitCode, reason: 'Error', startedAt: ago(25 + seconds), finishedAt: ago(25) } },
});
const claim = (spec: Record<string, unknown>) =>
  object('PersistentVolumeClaim', 'ledger-files', {
    spec: {
      storageClassName: '',
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      ...spec,
    },
    status: { phase: 'Pending' },
  });
const volume = (spec: Record<string, unknown>, labels = {}) =>
  object(
    'PersistentVolume',
    'disk-7',
    {
      metadata: { labels },
      spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '2Gi' }, ...spec },
      status: { phase: 'Available' },
    },
    '',
  );
export const binding =
  (wants: Record<string, unknown>, offers: Record<string, unknown>, labels = {}) =>
  (world: World) => {
    const volumes = [{ name: 'files', persistentVolumeClaim: { claimName: 'ledger-files' } }];
    Object.assign((find(world, 'Deployment', 'ledger').spec.template as { spec: object }).spec, { volumes });
    unschedule(world, 'ledger', none('pod has unbound immediate PersistentVolumeClaims'), { volumes });
    world.objects.push(claim(wants), volume(offers, labels));
  };

export function replaceNode(world: World, conditions: Record<string, unknown>[]): void {
  remove(world, 'Node', 'field-1');
  world.objects.push(node('field-1', { labels: { disk: 'fast' }, conditions }));
}

export function systemPod(name: string, key: string, value: string, on: string) {
  return object(
    'Pod',
    name,
    {
      metadata: { labels: { [key]: value } },
      spec: { nodeName: on, containers: [{ name: 'main' }] },
      status: {
        phase: 'Pending',
        containerStatuses: [{ name: 'main', ready: false, state: { waiting: { reason: 'ContainerCreating' } } }],
      },
    },
    'kube-system',
  );
}

export function scaler(conditions: Record<string, unknown>[], currentReplicas = 3) {
  return object('HorizontalPodAutoscaler', 'stall', {
    spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'stall' } },
    status: { currentReplicas, conditions },
  });
}

/** Stops a pod of ledger on purpose, and lets a caller write these lines meanwhile. */
export function stopWhileCalled(world: World, lines: readonly string[]): void {
  world.events.push(
    event('Pod', 'ledger-0-z', 'Killing', 'Stopping container main', {
      type: 'Normal',
      firstTimestamp: ago(400),
      lastTimestamp: ago(380),
    }),
  );
  world.logs = [logs('till', [...lines], { firstSeen: ago(400), lastSeen: ago(381) })];
}

/** Errors of one service, as often each. */
export function logs(
  service: string,
  texts: readonly string[],
  seen = { firstSeen: ago(600), lastSeen: ago(30) },
): ServiceLogs {
  return {
    service,
    lines: 40,
    ...seen,
    levels: { error: 20 },
    patterns: texts.map((text) => ({ template: text, count: 20, level: 'error', ...seen, samples: [{ text }] })),
  };
}
