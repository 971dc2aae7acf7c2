import { ago, find, object, setContainer, setStatus } from '../kubernetes.ts';
import { type ClusterFault, restarted, scaler, unhealthy } from './shapes.ts';

export const runtimeFaults: readonly ClusterFault[] = [
  {
    title: 'a container killed for memory',
    analyzer: 'out-of-memory',
    component: 'service/ledger',
    cause: 'oom_killed',
    put: (world) =>
      setStatus(world, 'ledger', {
        restartCount: 4,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: ago(40) } },
      }),
  },
  {
    title: 'a liveness probe of another port',
    analyzer: 'probe-target',
    component: 'service/ledger',
    cause: 'liveness_probe_incorrect_port',
    put: (world) => {
      setContainer(world, 'ledger', { livenessProbe: { httpGet: { port: 8081, path: '/ok' } } });
      setStatus(world, 'ledger', { ready: true, ...restarted(137, 35) });
      world.events.push(
        unhealthy(
          'ledger',
          'Liveness',
          'Get "http://10.0.0.2:8081/ok": dial tcp 10.0.0.2:8081: connect: connection refused',
        ),
      );
    },
  },
  {
    title: 'a readiness probe of another port',
    analyzer: 'probe-target',
    component: 'service/ledger',
    cause: 'readiness_probe_incorrect_port',
    put: (world) => {
      setContainer(world, 'ledger', { readinessProbe: { httpGet: { port: 'admin', path: '/ok' } } });
      setStatus(world, 'ledger', { state: { running: { startedAt: ago(600) } } });
      world.events.push(unhealthy('ledger', 'Readiness', 'strconv.Atoi: parsing "admin": invalid syntax'));
    },
  },
  {
    title: 'a readiness probe of another protocol',
    analyzer: 'probe-target',
    component: 'service/ledger',
    cause: 'readiness_probe_incorrect_protocol',
    put: (world) => {
      setContainer(world, 'ledger', { readinessProbe: { grpc: { port: 8080 } } });
      setStatus(world, 'ledger', { state: { running: { startedAt: ago(600) } } });
      world.events.push(
        unhealthy(
          'ledger',
          'Readiness',
          'timeout: failed to connect service "10.0.0.2:8080" within 1s: context deadline exceeded',
        ),
      );
    },
  },
  {
    title: 'a liveness probe of another protocol',
    analyzer: 'probe-target',
    component: 'service/ledger',
    cause: 'liveness_probe_incorrect_protocol',
    put: (world) => {
      setStatus(world, 'ledger', { ready: true, ...restarted(2, 35) });
      world.events.push(
        unhealthy(
          'ledger',
          'Liveness',
          'Get "http://10.0.0.2:8080/ok": net/http: HTTP/1.x transport connection broken: malformed HTTP response',
        ),
      );
    },
  },
  {
    title: 'a liveness probe in too great haste',
    analyzer: 'probe-timing',
    component: 'service/ledger',
    cause: 'liveness_probe_incorrect_timing',
    put: (world) => {
      setContainer(world, 'ledger', {
        livenessProbe: {
          httpGet: { port: 8080, path: '/ok' },
          initialDelaySeconds: 1,
          periodSeconds: 1,
          failureThreshold: 2,
        },
      });
      setStatus(world, 'ledger', { ...restarted(137, 5), state: { waiting: { reason: 'CrashLoopBackOff' } } });
      world.events.push(
        unhealthy(
          'ledger',
          'Liveness',
          'Get "http://10.0.0.2:8080/ok": dial tcp 10.0.0.2:8080: connect: connection refused',
        ),
      );
    },
  },
  {
    title: 'a readiness probe that has not begun',
    analyzer: 'probe-timing',
    component: 'service/ledger',
    cause: 'readiness_probe_incorrect_timing',
    put: (world) => {
      setContainer(world, 'ledger', {
        readinessProbe: { httpGet: { port: 8080, path: '/ok' }, initialDelaySeconds: 3600 },
      });
      setStatus(world, 'ledger', { state: { running: { startedAt: ago(300) } } });
    },
  },
  {
    title: 'a startup probe that never passes',
    analyzer: 'probe-timing',
    component: 'service/ledger',
    cause: 'startup_probe_failed',
    put: (world) => {
      setContainer(world, 'ledger', { startupProbe: { httpGet: { port: 8080, path: '/ok' }, failureThreshold: 2 } });
      setStatus(world, 'ledger', restarted(137, 25));
      world.events.push(unhealthy('ledger', 'Startup', 'HTTP probe failed with statuscode: 503'));
    },
  },
  {
    title: 'a pod evicted for want of disk',
    analyzer: 'eviction',
    component: 'service/ledger',
    cause: 'evicted_disk_pressure',
    put: (world) => {
      Object.assign(find(world, 'Pod', 'ledger-1-a').status, {
        phase: 'Failed',
        reason: 'Evicted',
        message: 'The node was low on resource: ephemeral-storage.',
        containerStatuses: [],
      });
    },
  },
  {
    title: 'pods evicted one after the other, each replaced',
    analyzer: 'eviction',
    component: 'service/ledger',
    cause: 'ephemeral_storage_limit_exceeded',
    put: (world) => {
      const message = 'Pod ephemeral local storage usage exceeds the total limit of containers 2Gi.';
      for (const minutes of [50, 30, 10]) {
        const pod = structuredClone(find(world, 'Pod', 'ledger-1-a'));
        Object.assign(pod.metadata, { name: `ledger-1-gone-${minutes}` });
        Object.assign(pod, { status: { phase: 'Failed', reason: 'Evicted', message, startTime: ago(minutes * 60) } });
        world.objects.push(pod);
      }
    },
  },
  {
    title: 'a job out of retries',
    analyzer: 'job',
    component: 'service/tally',
    cause: 'job_backoff_limit_exceeded',
    put: (world) =>
      world.objects.push(
        object('Job', 'tally', {
          spec: { template: { metadata: { labels: { job: 'tally' } }, spec: { containers: [] } } },
          status: {
            failed: 3,
            conditions: [
              { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', lastTransitionTime: ago(300) },
            ],
          },
        }),
      ),
  },
  {
    title: 'a schedule that is switched off',
    analyzer: 'job',
    component: 'service/nightly',
    cause: 'cron_job_suspended',
    put: (world) =>
      world.objects.push(
        object('CronJob', 'nightly', {
          spec: {
            suspend: true,
            schedule: '0 2 * * *',
            jobTemplate: { spec: { template: { metadata: {}, spec: { containers: [] } } } },
          },
          status: { lastScheduleTime: ago(2e5) },
        }),
      ),
  },
  {
    title: 'an autoscaler at its maximum',
    analyzer: 'autoscaler',
    component: 'service/stall',
    cause: 'hpa_at_maximum',
    put: (world) => world.objects.push(scaler([{ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' }])),
  },
  {
    title: 'an autoscaler that is blind',
    analyzer: 'autoscaler',
    component: 'service/stall',
    cause: 'hpa_metrics_unavailable',
    put: (world) =>
      world.objects.push(
        scaler(
          [
            {
              type: 'ScalingActive',
              status: 'False',
              reason: 'FailedGetResourceMetric',
              message: 'no metrics returned',
            },
          ],
          1,
        ),
      ),
  },
];
