import type { FaultKind } from '../fault-kind.ts';
import { hpaFields, plain } from '../kubernetes/cluster-objects.ts';
import { objectEvent } from '../kubernetes/events.ts';
import { say } from '../logs/say.ts';
import type { Part, System } from '../part.ts';
import { changeSignal, drive, toward, workloadOf } from '../scene.ts';
import { rfc3339 } from '../time-axis.ts';
import { recordChange, rollOut } from './changes.ts';
import { aCache, aCallee, all, aProgram, aService, kubernetes } from './places.ts';

/** Callers, or their sidecars, time their calls of it: otherwise nobody can tell the way from the work. */
const measuredByCallers = (part: Part, { parts, mesh, platform }: System) =>
  platform !== 'aws' &&
  (mesh ||
    parts.some(
      ({ calls, runtime }) =>
        calls.some(({ role }) => role === part.role) && ['jvm', 'go', 'node'].includes(runtime ?? ''),
    ));

export const performance: readonly FaultKind[] = [
  {
    id: 'cpu-limit-lowered',
    causes: ['pod_cpu_throttled'],
    where: all(kubernetes, aCallee),
    pairs: true,
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      const limit = 0.12;
      workload.limits = { ...workload.limits, cpu: '120m' };
      workload.requests = { ...workload.requests, cpu: '100m' };
      recordChange(scene, part, fault.from - 20, {
        kind: 'config',
        summary: 'Lower limits to what is used on average',
        files: [`deploy/${part.name}/values.yaml`],
        diff: '-cpu: "1"\n+cpu: 120m',
      });
      rollOut(scene, part, fault.from);
      const share = fault.scale(0.25, 0.9);
      changeSignal(scene, part, 'throttled', toward(fault, share));
      changeSignal(scene, part, 'container cpu', (base, i) => (fault.course[i]! > 0.5 ? Math.min(base, limit) : base));
      drive(scene, part, 'latencyFactor', fault, 1 + share * 9);
      return { causes: ['pod_cpu_throttled', 'bad_config_change'], complaint: `${part.name} is slow` };
    },
  },
  {
    id: 'busy-loop',
    causes: ['pod_cpu_overload', 'pod_cpu_throttled'],
    where: all(kubernetes, aService),
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      drive(scene, part, 'cpuExtra', fault, part.cpuLimit * fault.scale(0.85, 1.3));
      return { complaint: `${part.name} is slow` };
    },
  },
  {
    id: 'traffic-spike',
    causes: ['traffic_spike'],
    where: (part) => part.entryRps > 10,
    passes: true,
    strike(scene, part, fault) {
      const times = fault.scale(3, 8);
      drive(scene, part, 'traffic', fault, times);
      // Queues form where the whole path carries several times its usual load.
      for (const one of scene.system.parts)
        if (one.kind === 'service') drive(scene, one, 'latencyFactor', fault, 1 + (times - 1) * 0.35);
      const { parts } = scene.system;
      const front =
        part.kind === 'gateway' ? parts.filter(({ role }) => part.calls.some((call) => call.role === role)) : [];
      return {
        components: [part, ...front].map(({ name }) => `service/${name}`),
        complaint: `${(front[0] ?? part).name} is slow`,
      };
    },
  },
  {
    id: 'autoscaler-at-maximum',
    causes: ['hpa_at_maximum', 'traffic_spike'],
    where: all(kubernetes, aService, ({ autoscaled }) => autoscaled),
    strike(scene, part, fault) {
      const workload = workloadOf(scene, part);
      const max = part.replicas;
      const entry = scene.system.parts.find(({ entryRps }) => entryRps > 10)!;
      drive(scene, entry, 'traffic', fault, fault.scale(2, 3.5));
      drive(scene, part, 'latencyFactor', fault, fault.scale(2, 5));
      drive(scene, part, 'cpuExtra', fault, part.cpuLimit * 0.9);
      workload.replicas = max;
      changeSignal(scene, part, 'replicas desired', (base) => base);
      const at = rfc3339(Math.round(fault.from + 60));
      const conditions = [
        {
          type: 'AbleToScale',
          status: 'True',
          reason: 'ReadyForNewScale',
          message: 'recommended size matches current size',
          lastTransitionTime: at,
        },
        {
          type: 'ScalingActive',
          status: 'True',
          reason: 'ValidMetricFound',
          message:
            'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
          lastTransitionTime: at,
        },
        {
          type: 'ScalingLimited',
          status: 'True',
          reason: 'TooManyReplicas',
          message: 'the desired replica count is more than the maximum replica count',
          lastTransitionTime: at,
        },
      ];
      scene.objects.push(
        plain(
          'autoscaling/v2',
          'HorizontalPodAutoscaler',
          part.namespace,
          part.name,
          workload.madeAt,
          hpaFields(part.name, part.replicas, max, max, 188, fault.from, conditions),
        ),
      );
      scene.alerts.push({
        name: 'KubeHpaMaxedOut',
        severity: 'warning',
        labels: { namespace: part.namespace, horizontalpodautoscaler: part.name },
        summary: 'HPA is running at max replicas',
        startsAt: fault.from + 400,
      });
      return { components: [`service/${part.name}`, `service/${entry.name}`], complaint: `${part.name} is slow` };
    },
  },
  {
    id: 'autoscaler-blind',
    causes: ['hpa_metrics_unavailable'],
    where: all(kubernetes, aService, ({ autoscaled }) => autoscaled),
    strike(scene, part, fault) {
      const text =
        'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)';
      const at = rfc3339(Math.round(fault.from));
      const conditions = [
        {
          type: 'AbleToScale',
          status: 'True',
          reason: 'SucceededGetScale',
          message: "the HPA controller was able to get the target's current scale",
          lastTransitionTime: at,
        },
        {
          type: 'ScalingActive',
          status: 'False',
          reason: 'FailedGetResourceMetric',
          message: `the HPA was unable to compute the replica count: ${text}`,
          lastTransitionTime: at,
        },
      ];
      scene.objects.push(
        plain(
          'autoscaling/v2',
          'HorizontalPodAutoscaler',
          part.namespace,
          part.name,
          scene.axis.end - 8e6,
          hpaFields(part.name, part.replicas, part.replicas * 2, part.replicas, 0, fault.from, conditions),
        ),
      );
      scene.objects.push(
        plain('apiregistration.k8s.io/v1', 'APIService', undefined, 'v1beta1.metrics.k8s.io', scene.axis.end - 3e7, {
          spec: {
            group: 'metrics.k8s.io',
            version: 'v1beta1',
            service: { name: 'metrics-server', namespace: 'kube-system' },
          },
          status: {
            conditions: [
              {
                type: 'Available',
                status: 'False',
                reason: 'MissingEndpoints',
                message:
                  'endpoints for service/metrics-server in "kube-system" have no addresses with port name "https"',
                lastTransitionTime: at,
              },
            ],
          },
        }),
      );
      objectEvent(scene, 'HorizontalPodAutoscaler', part.namespace, part.name, 'FailedGetResourceMetric', text, {
        first: fault.from,
        count: Math.round((scene.axis.end - fault.from) / 15),
        source: 'horizontal-pod-autoscaler',
      });
      drive(scene, part, 'cpuExtra', fault, part.cpuLimit * 0.3);
      return {
        causes: ['hpa_metrics_unavailable', 'api_service_unavailable'],
        components: [`service/${part.name}`, 'service/metrics-server'],
        complaint: `${part.name} no longer scales`,
      };
    },
  },
  {
    id: 'slow-for-no-known-reason',
    causes: ['latency_regression'],
    where: all(aCallee, aProgram),
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      drive(scene, part, 'latencyFactor', fault, fault.scale(1.6, 9));
      return { complaint: `${part.name} got slower` };
    },
  },
  {
    id: 'network-slow-to',
    axes: ['severity'],
    causes: ['pod_network_delay', 'node_network_delay'],
    where: all(aCallee, measuredByCallers),
    passes: true,
    strike(scene, part, fault) {
      drive(scene, part, 'networkMs', fault, fault.scale(80, 900));
      return { complaint: `calls to ${part.name} take long` };
    },
  },
  {
    id: 'cache-evicts',
    causes: ['cache_eviction'],
    where: aCache,
    shape: 'gradual',
    strike(scene, part, fault) {
      changeSignal(scene, part, 'memory used share', (base, i) =>
        Math.min(0.999, base + (1 - base) * Math.min(1, fault.course[i]! * 1.6)),
      );
      const late = { course: fault.course.map((value) => Math.max(0, (value - 0.55) / 0.45)) };
      changeSignal(scene, part, 'evictions', (base, i) => base + 120 * late.course[i]!);
      changeSignal(scene, part, 'hit ratio', toward(late, 0.94 - fault.scale(0.25, 0.6)));
      for (const one of scene.system.parts)
        if (one.calls.some(({ role }) => role === part.role)) {
          drive(scene, one, 'latencyMs', late, fault.scale(25, 140));
          for (const { role } of one.calls) {
            const store = scene.system.parts.find((other) => other.role === role)!;
            if (store.kind === 'database') drive(scene, store, 'latencyFactor', late, 1.8);
          }
        }
      return { complaint: 'pages got slower over the last half hour' };
    },
  },
  {
    id: 'retry-storm',
    axes: ['age'],
    causes: ['retry_storm'],
    where: all(aService, (part, { parts }) =>
      part.calls.some(({ role }) => parts.find((one) => one.role === role)?.kind === 'service'),
    ),
    passes: true,
    strike(scene, part, fault) {
      const times = fault.scale(3, 7);
      const callee = scene.system.parts.find(
        ({ role, kind }) => kind === 'service' && part.calls.some((call) => call.role === role),
      )!;
      scene.callFactors.set(
        `${part.role}>${callee.role}`,
        fault.course.map((value) => 1 + (times - 1) * value),
      );
      drive(scene, callee, 'latencyFactor', fault, 4);
      drive(scene, callee, 'errors', fault, 0.2);
      const text = {
        jvm: `Retrying request to ${callee.name} (attempt 4 of 8) after HTTP 503`,
        go: `retrying ${callee.name}: attempt 4/8: unexpected status 503`,
        node: `retry 4/8 ${callee.name}: Request failed with status code 503`,
        python: `Retrying (Retry(total=4)) after 503 from ${callee.name}`,
        celery: '',
      }[part.runtime!];
      say(scene, part, { from: fault.from, until: fault.until, perMinute: 5, level: 'warn' }, () => text);
      say(
        scene,
        callee,
        { from: fault.from, until: fault.until, perMinute: 2, level: 'warn' },
        () => 'request queue is full, answering 503',
      );
      return { components: [`service/${part.name}`, `service/${callee.name}`], complaint: `${callee.name} is overrun` };
    },
  },
];
