import { ago, event, find, node, object, type World } from '../kubernetes.ts';
import { none } from './shapes.ts';

const day = 86_400;
const job = (name: string, status: Record<string, unknown>) =>
  object('Job', name, {
    metadata: { ownerReferences: [{ kind: 'CronJob', name: 'tally' }] },
    spec: { template: { spec: { containers: [] } } },
    status,
  });
const schedule = (name: string, spec: Record<string, unknown>, status: Record<string, unknown>) =>
  object('CronJob', name, {
    spec: { jobTemplate: { spec: { template: { spec: { containers: [] } } } }, ...spec },
    status,
  });

/** What stands about in most clusters and harms nobody, all at once; it must hide no fault and be taken for none. */
export function addStandingNoise(world: World): void {
  world.objects.push(
    node('field-9', {
      spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
    }),
    node('special-1', { spec: { taints: [{ key: 'accelerator', value: 'present', effect: 'NoSchedule' }] } }),
    object('Pod', 'parcel-1-old', {
      metadata: { labels: { app: 'parcel' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'parcel-1' }] },
      spec: { nodeName: 'field-1', containers: [{ name: 'main' }] },
      status: {
        phase: 'Failed',
        reason: 'Evicted',
        message: 'The node was low on resource: memory.',
        startTime: ago(2 * day),
      },
    }),
    schedule('old-report', { suspend: true, schedule: '0 3 * * *' }, { lastScheduleTime: ago(90 * day) }),
    schedule('tally', {}, {}),
    job('tally-1', { conditions: [{ type: 'Failed', status: 'True', lastTransitionTime: ago(day) }] }),
    job('tally-2', { completionTime: ago(day / 4), conditions: [{ type: 'Complete', status: 'True' }] }),
    object('PersistentVolumeClaim', 'spare', {
      spec: { accessModes: ['ReadWriteOnce'] },
      status: { phase: 'Pending' },
    }),
    object('ResourceQuota', 'roomy', { status: { hard: { pods: '100' }, used: { pods: '6' } } }),
  );
  const words = { firstTimestamp: ago(7200), lastTimestamp: ago(7190) };
  world.events.push(event('Pod', 'greeter-1-a', 'FailedScheduling', none('3 Insufficient cpu'), words));
  Object.assign(find(world, 'Pod', 'greeter-1-a').status, {
    containerStatuses: [
      {
        name: 'main',
        ready: true,
        restartCount: 2,
        state: { running: { startedAt: ago(5 * 3600) } },
        lastState: { terminated: { exitCode: 1, reason: 'Error', finishedAt: ago(5 * 3600) } },
      },
    ],
  });
}
