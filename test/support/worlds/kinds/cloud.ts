import type { FaultKind } from '../fault-kind.ts';
import { say } from '../logs/say.ts';
import type { Part, System } from '../part.ts';
import { changeSignal, drive, podsOf } from '../scene.ts';
import { aDatabase, all, aService } from './places.ts';
import { takeDown } from './pods.ts';

const onAws = (_: Part, { platform }: System) => platform === 'aws';

export const cloud: readonly FaultKind[] = [
  {
    id: 'function-throttled',
    causes: ['cloud_quota_exceeded'],
    where: all(onAws, ({ engine }) => engine === 'lambda'),
    strike(scene, part, fault) {
      const queue = scene.system.parts.find(({ role }) => role === part.consumes)!;
      changeSignal(scene, part, 'throttles', (base, i) => base + fault.scale(3, 20) * fault.course[i]!);
      changeSignal(scene, part, 'concurrency', (base, i) => base + (10 - base) * fault.course[i]!);
      changeSignal(scene, part, 'consumed', (base, i) => base * (1 - 0.7 * fault.course[i]!));
      changeSignal(
        scene,
        part,
        'lag',
        (base, i) => base + (fault.acts(scene.axis.at(i)) ? (scene.axis.at(i) - fault.from) * 7 : 0),
      );
      return {
        causes: ['cloud_quota_exceeded', 'queue_backlog', 'upstream_rate_limited'],
        components: [`service/${part.name}`, `service/${queue.name}`],
        complaint: `${part.name} lags behind`,
      };
    },
  },
  {
    id: 'tasks-stopped',
    causes: ['workload_unavailable', 'dependency_unavailable'],
    where: all(onAws, aService),
    strike(scene, part, fault) {
      takeDown(scene, podsOf(scene, part), fault);
      return { complaint: `${part.name} does not answer` };
    },
  },
  {
    id: 'burst-balance-spent',
    causes: ['node_disk_io_saturation', 'cloud_quota_exceeded'],
    where: all(onAws, aDatabase),
    shape: 'gradual',
    strike(scene, part, fault) {
      changeSignal(scene, part, 'burst balance', (base, i) =>
        Math.max(0, base * (1 - Math.min(1, fault.course[i]! * 1.5))),
      );
      const late = { course: fault.course.map((value) => Math.max(0, Math.min(1, (value - 0.66) / 0.1))) };
      changeSignal(scene, part, 'disk queue', (base, i) => base + 38 * late.course[i]!);
      changeSignal(scene, part, 'read seconds', (base, i) => base + 0.08 * late.course[i]!);
      changeSignal(scene, part, 'write seconds', (base, i) => base + 0.11 * late.course[i]!);
      drive(scene, part, 'latencyMs', late, fault.scale(60, 500));
      return { complaint: 'the database got slow' };
    },
  },
  {
    id: 'function-times-out',
    causes: ['latency_regression', 'application_error', 'queue_backlog'],
    where: all(onAws, ({ engine }) => engine === 'lambda'),
    strike(scene, part, fault) {
      drive(scene, part, 'latencyFactor', fault, 30);
      drive(scene, part, 'errors', fault, 0.4);
      const queue = scene.system.parts.find(({ role }) => role === part.consumes)!;
      say(
        scene,
        part,
        { from: fault.from, perMinute: 4, logger: 'report' },
        () => 'TIME REQUEST Task timed out after 6.01 seconds',
      );
      return { components: [`service/${part.name}`, `service/${queue.name}`], complaint: `${part.name} fails` };
    },
  },
];
