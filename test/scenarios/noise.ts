import { alert } from '../../infra/samples/faults/slow-query-deploy.ts';
import { eventAbout } from '../../infra/samples/kubernetes.ts';
import type { Random } from '../../infra/samples/random.ts';
import type { KubeObject, Scenario } from '../../infra/samples/scenario.ts';
import { NAMESPACE, STEP } from '../../infra/samples/system.ts';
import { logSince, replace } from '../../infra/samples/telemetry.ts';

type Noise = (scenario: Scenario, random: Random) => void;

const minutes = (count: number) => count * 60_000;
const hours = (count: number) => count * 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
const podOf = (scenario: Scenario, app: string): KubeObject => {
  const pod = scenario.objects.find((one) => one.kind === 'Pod' && one.metadata.labels?.app === app);
  if (pod === undefined) throw new Error(`no pod of ${app}`);
  return pod;
};

/** What an ordinary night is full of. None of these is a fault at the moment of asking. */
export const NOISES: Readonly<Record<string, Noise>> = {
  'a container restarted five hours ago and has been well since': (scenario) => {
    const pod = podOf(scenario, 'mailer');
    const status = pod.status.containerStatuses[0];
    status.restartCount = 1;
    status.lastState = { terminated: { exitCode: 1, reason: 'Error', finishedAt: iso(scenario.now - hours(5)) } };
    status.state = { running: { startedAt: iso(scenario.now - hours(5)) } };
  },
  'a container was killed for memory a day ago and has been well since': (scenario) => {
    const status = podOf(scenario, 'events-catalog').status.containerStatuses[0];
    status.restartCount = 1;
    status.lastState = {
      terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: iso(scenario.now - hours(26)) },
    };
    status.state = { running: { startedAt: iso(scenario.now - hours(26)) } };
  },
  'a rollout finished twenty minutes ago and left its old ReplicaSet at zero': (scenario) => {
    const current = scenario.objects.find((one) => one.kind === 'ReplicaSet' && one.metadata.labels?.app === 'basket');
    if (current === undefined) throw new Error('no ReplicaSet');
    const old = structuredClone(current);
    old.metadata.name = 'basket-0ld5e7';
    old.spec.replicas = 0;
    old.status = { replicas: 0 };
    scenario.objects.push(old);
    scenario.events.push(
      eventAbout(old, {
        type: 'Normal',
        reason: 'SuccessfulDelete',
        message: 'Deleted pod: basket-0ld5e7-xk2p9',
        count: 1,
        first: scenario.now - minutes(20),
        last: scenario.now - minutes(20),
        component: 'replicaset-controller',
      }),
    );
    scenario.changes.push({
      timestamp: iso(scenario.now - minutes(22)),
      kind: 'deploy',
      service: 'basket',
      id: '5b1f0aa',
      summary: 'basket 1.7.0',
      author: 'ci',
    });
  },
  'a readiness probe failed once while a pod started': (scenario) => {
    const pod = podOf(scenario, 'payments');
    scenario.events.push(
      eventAbout(pod, {
        type: 'Warning',
        reason: 'Unhealthy',
        message: 'Readiness probe failed: dial tcp 10.244.1.44:8080: connect: connection refused',
        count: 1,
        first: scenario.now - minutes(50),
        last: scenario.now - minutes(50),
      }),
    );
  },
  'a job failed twice and then completed': (scenario) => {
    const job: KubeObject = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'nightly-report-29114', namespace: NAMESPACE, creationTimestamp: iso(scenario.now - hours(2)) },
      spec: { backoffLimit: 6, completions: 1 },
      status: {
        failed: 2,
        succeeded: 1,
        completionTime: iso(scenario.now - hours(1.8)),
        conditions: [{ type: 'Complete', status: 'True' }],
      },
    };
    scenario.objects.push(job);
    for (const [name, phase] of [
      ['a1', 'Failed'],
      ['b2', 'Failed'],
      ['c3', 'Succeeded'],
    ] as const) {
      scenario.objects.push({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: `nightly-report-29114-${name}`,
          namespace: NAMESPACE,
          labels: { 'job-name': 'nightly-report-29114' },
          creationTimestamp: iso(scenario.now - hours(2)),
          ownerReferences: [{ kind: 'Job', name: 'nightly-report-29114' }],
        },
        spec: {
          restartPolicy: 'Never',
          nodeName: 'worker-a',
          containers: [{ name: 'report', image: 'registry.tickets.example/report:2.0.0' }],
        },
        status: {
          phase,
          containerStatuses: [
            {
              name: 'report',
              ready: false,
              restartCount: 0,
              state: {
                terminated: {
                  exitCode: phase === 'Failed' ? 1 : 0,
                  reason: phase === 'Failed' ? 'Error' : 'Completed',
                },
              },
            },
          ],
        },
      });
    }
  },
  'a node has been cordoned for weeks': (scenario) => {
    const node = scenario.objects.find((one) => one.kind === 'Node' && one.metadata.name === 'worker-c');
    if (node === undefined) throw new Error('no node');
    node.spec = {
      unschedulable: true,
      taints: [
        {
          key: 'node.kubernetes.io/unschedulable',
          effect: 'NoSchedule',
          timeAdded: iso(scenario.now - hours(24 * 20)),
        },
      ],
    };
  },
  'an alert flapped an hour ago and is resolved': (scenario) => {
    const flapped = alert('PaymentsLatencyHigh', 'payments', 'warning', 'Charges were slow', scenario.now - hours(1.2));
    scenario.alerts.push({
      ...flapped,
      endsAt: iso(scenario.now - hours(1)),
      status: { state: 'resolved', silencedBy: [], inhibitedBy: [] },
    });
  },
  'the dead man switch alert fires, as it always does': (scenario) => {
    scenario.alerts.push(
      alert('Watchdog', 'monitoring', 'none', 'This alert always fires', scenario.now - hours(24 * 30)),
    );
  },
  'the usual warnings in the logs, as many as ever': (scenario, random) => {
    logSince(scenario, 'storefront', scenario.now - hours(4), 120, random, () =>
      JSON.stringify({
        level: 'warn',
        msg: 'deprecated header x-seat-map was sent by a client',
        trace_id: random.hex(32),
      }),
    );
    logSince(scenario, 'payments', scenario.now - hours(4), 40, random, () =>
      JSON.stringify({
        level: 'error',
        msg: 'card was declined by the issuer',
        code: 'card_declined',
        trace_id: random.hex(32),
      }),
    );
  },
  'lines that only talk of errors': (scenario, random) => {
    logSince(
      scenario,
      'mailer',
      scenario.now - minutes(30),
      60,
      random,
      () => 'sync finished: 0 errors, 0 timeouts, error_count=0',
    );
  },
  'one latency spike, two hours ago': (scenario) => {
    const at = scenario.now / 1000 - 7200;
    replace(scenario, 'http_request_duration_seconds', 'basket', at, (time, before) =>
      time < at + 2 * STEP ? before * 6 : before,
    );
  },
  'tracing sidecar cannot reach its collector, ever': (scenario, random) => {
    logSince(
      scenario,
      'seats',
      scenario.now - hours(4),
      80,
      random,
      () => 'WARN exporter: failed to export spans: dial tcp: lookup otel-collector: no such host',
    );
  },
  'an autoscaler moved within its bounds': (scenario) => {
    scenario.objects.push({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'storefront', namespace: NAMESPACE, creationTimestamp: iso(scenario.now - hours(900)) },
      spec: { minReplicas: 2, maxReplicas: 10, scaleTargetRef: { kind: 'Deployment', name: 'storefront' } },
      status: {
        currentReplicas: 3,
        desiredReplicas: 3,
        conditions: [
          { type: 'AbleToScale', status: 'True' },
          { type: 'ScalingActive', status: 'True' },
          { type: 'ScalingLimited', status: 'False' },
        ],
      },
    });
  },
  'a burst of errors three hours ago that ended by itself': (scenario, random) => {
    const lines = scenario.logs.get('seats') ?? [];
    for (let index = 0; index < 30; index++) {
      const text = JSON.stringify({ level: 'error', msg: 'hold was lost, taking it again', trace_id: random.hex(32) });
      lines.push({ at: scenario.now - hours(3) + minutes(6) * random.next(), text });
    }
    scenario.logs.set(
      'seats',
      lines.toSorted((one, other) => one.at - other.at),
    );
  },
  'clients that hang up before the answer, as they always do': (scenario, random) => {
    logSince(scenario, 'storefront', scenario.now - hours(4), 90, random, () =>
      JSON.stringify({ level: 'warn', msg: 'client closed the connection', status: 499, trace_id: random.hex(32) }),
    );
  },
  'a busy processor for six minutes, three hours ago': (scenario) => {
    const at = scenario.now / 1000 - 3 * 3600;
    replace(scenario, 'container_cpu_usage_cores', 'suggestions', at, (time, before) =>
      time < at + 3 * STEP ? before * 5 : before,
    );
  },
  'a deploy half an hour ago after which nothing changed': (scenario) => {
    scenario.changes.push({
      timestamp: iso(scenario.now - minutes(30)),
      kind: 'deploy',
      service: 'payments',
      id: '77ac01e',
      summary: 'payments 3.4.1: wording of receipts',
      author: 'ci',
    });
  },
  'a configuration change an hour ago after which nothing changed': (scenario) => {
    scenario.changes.push({
      timestamp: iso(scenario.now - hours(1)),
      kind: 'config',
      service: 'booking',
      id: 'cfg-118',
      summary: 'booking: log level info',
      author: 'ops',
    });
  },
  'more visitors than usual, answered as fast as ever': (scenario) => {
    const at = scenario.now / 1000 - 2 * 3600;
    replace(scenario, 'http_requests_per_second', 'events-catalog', at, (time, before) =>
      time < at + 15 * STEP ? before * 1.3 : before,
    );
  },
};
