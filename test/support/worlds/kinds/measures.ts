import type { Fault, FaultKind } from '../fault-kind.ts';
import { say } from '../logs/say.ts';
import type { Part } from '../part.ts';
import { changeSignal, drive, type Scene, toward } from '../scene.ts';
import { recordChange } from './changes.ts';
import { nodeUnder } from './infrastructure.ts';
import { ownError } from './own-error.ts';
import { aCache, all, aService, hosted, isEngine, kubernetes, runs } from './places.ts';
import { callerOf } from './routing.ts';

/** A service waits `rise` ms longer for each request, since a change raised a delay from 2 ms by so many. */
function waits(scene: Scene, part: Part, fault: Fault, rise: number, added: number): void {
  drive(scene, part, 'latencyMs', fault, rise);
  recordChange(scene, part, fault.from - 60, {
    kind: 'config',
    summary: 'Fewer, larger batches',
    files: [`config/${part.name}.yaml`],
    diff: `-  batch.max-delay-ms: 2\n+  batch.max-delay-ms: ${2 + Math.round(added)}`,
  });
}

/** What is measured decides: how much longer, how many more, whose processor. */
export const measures: readonly FaultKind[] = [
  // A delay that was raised is waited for between not at all and in full, and once more at the next hop.
  ...(['much', 'little'] as const).map(
    (by): FaultKind => ({
      id: `delay-raised-by-${by}`,
      causes: ['bad_config_change'],
      where: aService,
      axes: ['size'],
      strike(scene, part, fault) {
        waits(scene, part, fault, 120, by === 'much' ? fault.scale(100, 1_500) : fault.scale(100, 12));
        return { complaint: `${part.name} got slower` };
      },
    }),
  ),
  {
    // What CloudWatch tells of a cache: the share of lookups that find something.
    id: 'cache-finds-less',
    causes: ['cache_stampede'],
    where: all(aCache, (_, { platform }) => platform === 'aws'),
    axes: ['severity', 'traffic'],
    measured(scene, part) {
      for (const [name, base] of [['aws_elasticache_cache_hit_rate_average', 93]] as const)
        scene.addedSeries.push({
          ...{ role: part.role, name, type: 'gauge', base },
          labels: { job: 'cloudwatch-exporter', cache_cluster_id: part.name },
        });
    },
    strike(scene, part, fault) {
      changeSignal(scene, part, 'aws_elasticache_cache_hit_rate_average', toward(fault, 21));
      drive(scene, callerOf(scene, part), 'latencyMs', fault, 180);
      return { complaint: `${callerOf(scene, part).name} is slow` };
    },
  },
  {
    id: 'cache-misses-more',
    causes: ['cache_stampede'],
    where: all(aCache, isEngine('redis')),
    axes: ['severity', 'traffic'],
    strike(scene, part, fault) {
      changeSignal(scene, part, 'hit ratio', toward(fault, 0.3));
      drive(scene, callerOf(scene, part), 'latencyMs', fault, 180);
      return { complaint: `${callerOf(scene, part).name} is slow` };
    },
  },
  {
    // Functions of one account share their concurrency (AWS, "Understanding Lambda function scaling").
    id: 'function-starved-by-another',
    causes: ['cloud_quota_exceeded'],
    where: isEngine('lambda'),
    axes: ['severity'],
    measured(scene, part) {
      const labels = {
        job: 'cloudwatch-exporter',
        instance: 'cloudwatch-exporter:9106',
        function_name: 'nightly-export',
      };
      for (const [name, base] of [
        ['aws_lambda_invocations_sum', 240],
        ['aws_lambda_throttles_sum', 0],
      ] as const)
        scene.addedSeries.push({ ...{ role: `beside/${part.role}`, name, type: 'gauge', base }, labels });
    },
    strike(scene, part, fault) {
      changeSignal(scene, { role: `beside/${part.role}` }, 'aws_lambda_invocations_sum', toward(fault, 5_400));
      changeSignal(scene, part, 'throttles', (base, i) => base + fault.scale(3, 20) * fault.course[i]!);
      return {
        components: ['service/nightly-export', `service/${part.name}`],
        complaint: `${part.name} lags behind`,
      };
    },
  },
  {
    // Somebody's encoder on one node of the cluster takes what the others there want.
    id: 'stranger-takes-the-processor',
    causes: ['noisy_neighbor', 'node_cpu_saturation'],
    where: all(kubernetes, hosted, aService),
    axes: ['severity', 'size'],
    measured(scene, part) {
      const { name } = nodeUnder(scene, part);
      scene.addedSeries.push({
        ...{ role: 'stranger', name: 'container_cpu_usage_seconds_total', type: 'counter', base: 0.02 },
        labels: {
          job: 'kubelet',
          metrics_path: '/metrics/cadvisor',
          node: name,
          namespace: 'media',
          pod: 'encoder-0',
          container: 'encoder',
        },
      });
      scene.objects.push(strangerOn(name, scene.axis.end - 9e5));
    },
    strike(scene, part, fault) {
      const { name, cores } = nodeUnder(scene, part);
      changeSignal(
        scene,
        { role: 'stranger' },
        'container_cpu_usage_seconds_total',
        toward(fault, fault.scale(0.3, 0.8) * cores),
      );
      for (const [key, value] of [
        ['cpu', 0.99],
        ['load', 4 * cores],
        ['cpu pressure', 0.7],
      ] as const)
        scene.signals.set(`node/${name} ${key}`, [
          ...(scene.signals.get(`node/${name} ${key}`) ?? []),
          (base, i) => Math.max(base, base + (value - base) * Math.min(1, 3 * fault.course[i]!)),
        ]);
      drive(scene, part, 'latencyFactor', fault, fault.scale(2.5, 5));
      return { components: [`node/${name}`, 'service/encoder'], complaint: 'several services on one node are slow' };
    },
  },
  {
    // It fails now and then at the same place, and since a release at every other request.
    id: 'own-error-more-often',
    causes: ['application_error', 'bad_deploy'],
    where: all(aService, runs('jvm', 'go', 'node', 'python')),
    axes: ['severity', 'age'],
    measured(scene, part) {
      say(scene, part, { until: scene.axis.end, perMinute: 0.4 }, () => ownError(part, scene));
    },
    strike(scene, part, fault) {
      say(scene, part, { from: fault.from, perMinute: 9 }, () => ownError(part, scene));
      return { complaint: `${part.name} fails at times` };
    },
  },
];

function strangerOn(node: string, since: number) {
  const at = new Date(Math.round(since) * 1_000).toISOString();
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'encoder-0', namespace: 'media', labels: { app: 'encoder' }, creationTimestamp: at },
    spec: {
      nodeName: node,
      containers: [{ name: 'encoder', image: 'registry.example.com/media/encoder:7', ports: [] }],
    },
    status: {
      phase: 'Running',
      startTime: at,
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at }],
      containerStatuses: [
        { name: 'encoder', ready: true, restartCount: 0, state: { running: { startedAt: at } }, lastState: {} },
      ],
    },
  };
}
