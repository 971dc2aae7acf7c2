import { expect, test } from '@jest/globals';
import { ANALYZERS } from '../../../../../bot/engine/analyzers/index.ts';
import { rank } from '../../../../../bot/engine/rank/rank.ts';
import { none } from '../../../../support/faults/shapes.ts';
import {
  ago,
  containersOf,
  event,
  evidenceOf,
  find,
  market,
  NAMESPACE,
  object,
  setContainer,
  setStatus,
  type World,
} from '../../../../support/kubernetes.ts';

const day = 86_400;
const past = (seconds: number) => ({ firstTimestamp: ago(seconds + 60), lastTimestamp: ago(seconds) });

function another(world: World, name: string, change: (pod: ReturnType<typeof find>) => void): void {
  const pod = structuredClone(find(world, 'Pod', 'ledger-1-a'));
  Object.assign(pod.metadata, { name });
  change(pod);
  world.objects.push(pod);
}

/** A container of another team, behind no Service, that has crashed since so many seconds ago, and now and then today. */
function crashingPod(seconds: number, name = 'sifter', namespace = 'laboratory') {
  const image = `registry.example/lab/${name}:0.1`;
  const ended = { exitCode: 1, reason: 'Error', startedAt: ago(400), finishedAt: ago(380) };
  return object(
    'Pod',
    `${name}-1-a`,
    {
      metadata: { creationTimestamp: ago(seconds), labels: { app: name } },
      spec: { nodeName: 'field-1', containers: [{ name, image }] },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(seconds) }],
        containerStatuses: [
          {
            name,
            image,
            ready: false,
            restartCount: Math.floor(seconds / 300),
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: ended },
          },
        ],
      },
    },
    namespace,
  );
}

/** A pod of another team, behind no Service, that has not got its image since so many seconds ago. */
function waitingPod(seconds: number) {
  const image = 'registry.example/lab/sorter:0.1';
  const waiting = { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` };
  return object(
    'Pod',
    'sorter-1-a',
    {
      metadata: { creationTimestamp: ago(seconds), labels: { app: 'sorter' } },
      spec: { nodeName: 'field-1', containers: [{ name: 'sorter', image }] },
      status: {
        phase: 'Pending',
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(seconds) }],
        containerStatuses: [{ name: 'sorter', image, ready: false, restartCount: 0, state: { waiting } }],
      },
    },
    'laboratory',
  );
}

/** The same behind a Service and among the pods that are looked at. */
function leftBehind() {
  const pod = waitingPod(7 * day);
  Object.assign(pod.metadata, { namespace: NAMESPACE });
  return [pod, object('Service', 'sorter', { spec: { selector: { app: 'sorter' }, ports: [{ port: 80 }] } })];
}

/** States that healthy clusters show for hours or days, and that must not be taken for a fault. */
const STANDING: readonly (readonly [string, (world: World) => void])[] = [
  [
    'a schedule that was suspended months ago',
    (world) => {
      const spec = {
        suspend: true,
        schedule: '0 3 * * *',
        jobTemplate: { spec: { template: { spec: { containers: [] } } } },
      };
      world.objects.push(object('CronJob', 'old-report', { spec, status: { lastScheduleTime: ago(90 * day) } }));
    },
  ],
  [
    'an evicted pod that was replaced two days ago',
    (world) => {
      another(world, 'ledger-1-gone', (pod) => {
        const message = 'The node was low on resource: memory.';
        Object.assign(pod, { status: { phase: 'Failed', reason: 'Evicted', message, startTime: ago(2 * day) } });
      });
    },
  ],
  [
    'a pod that waited a minute for a node and got one',
    (world) => {
      world.events.push(
        event('Pod', 'ledger-1-a', 'FailedScheduling', none('3 Insufficient cpu'), past(7150)),
        event('Pod', 'ledger-1-a', 'Scheduled', 'assigned market/ledger-1-a to field-2', {
          type: 'Normal',
          ...past(7100),
        }),
      );
    },
  ],
  [
    'a mount that was late for a moment',
    (world) => {
      const words =
        'MountVolume.SetUp failed for volume "settings" : failed to sync configmap cache: timed out waiting for the condition';
      world.events.push(event('Pod', 'ledger-1-a', 'FailedMount', words, past(7150)));
    },
  ],
  [
    'a container killed for memory four times in forty days, the last five hours ago',
    (world) => {
      const pod = find(world, 'Pod', 'ledger-1-a');
      Object.assign(pod.metadata, { creationTimestamp: ago(40 * day) });
      setStatus(world, 'ledger', {
        ready: true,
        restartCount: 4,
        state: { running: { startedAt: ago(17_990) } },
        lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: ago(18_000) } },
      });
      Object.assign(pod.status, { startTime: ago(40 * day) });
    },
  ],
  [
    'an address of its own sidecar, which leads on to the service',
    (world) => {
      for (const container of containersOf(world, 'ledger'))
        container.env = [{ name: 'VAULT_ADDR', value: 'localhost:5432' }];
      const specs = [
        (find(world, 'Deployment', 'ledger').spec.template as { spec: Record<string, unknown[]> }).spec,
        (find(world, 'ReplicaSet', 'ledger-1').spec.template as { spec: Record<string, unknown[]> }).spec,
        find(world, 'Pod', 'ledger-1-a').spec as Record<string, unknown[]>,
      ];
      for (const spec of specs) spec.containers!.push({ name: 'proxy', ports: [{ containerPort: 5432 }] });
    },
  ],
  [
    'a database outside the cluster, by its address',
    (world) => {
      for (const container of containersOf(world, 'parcel'))
        container.env = [{ name: 'ARCHIVE_HOST', value: '192.0.2.17' }];
    },
  ],
  [
    'a node drained and cordoned for an upgrade, its pods well elsewhere',
    (world) => {
      find(world, 'Node', 'field-2').spec.unschedulable = true;
      for (const name of ['ledger', 'greeter']) find(world, 'Pod', `${name}-1-a`).spec.nodeName = 'field-1';
      world.events.push(
        event('Node', 'field-2', 'NodeNotSchedulable', 'Node field-2 status is now: NodeNotSchedulable', past(1200)),
      );
    },
  ],
  [
    'an autoscaler at its minimum',
    (world) => {
      const conditions = [
        { type: 'ScalingActive', status: 'True' },
        { type: 'ScalingLimited', status: 'True', reason: 'TooFewReplicas' },
      ];
      const spec = { minReplicas: 1, maxReplicas: 5, scaleTargetRef: { kind: 'Deployment', name: 'stall' } };
      world.objects.push(
        object('HorizontalPodAutoscaler', 'stall', { spec, status: { currentReplicas: 1, conditions } }),
      );
    },
  ],
  [
    'a Service that stands for a name outside',
    (world) => {
      world.objects.push(
        object('Service', 'mail', { spec: { type: 'ExternalName', externalName: 'mail.example.com' } }),
      );
    },
  ],
  [
    'a worker without any Service in a namespace that has a Service quota with room',
    (world) => {
      world.objects = world.objects.filter((one) => !(one.kind === 'Service' && one.metadata.name === 'parcel'));
      setContainer(world, 'parcel', { ports: [] });
      setContainer(world, 'stall', { env: [] });
      world.topology = { ledger: ['vault'] };
      world.objects.push(
        object('ResourceQuota', 'limits', { status: { hard: { services: '9' }, used: { services: '4' } } }),
      );
    },
  ],
  [
    "another team's pod that has waited for its image for a week",
    (world) => {
      world.objects.push(waitingPod(7 * day));
    },
  ],
  [
    'a pod of another team that has crashed for a month',
    (world) => {
      world.objects.push(crashingPod(30 * day));
    },
  ],
  [
    'a pod beside the others that has waited for its image for a week, and that nobody calls',
    (world) => world.objects.push(...leftBehind()),
  ],
  [
    'an image that could not be pulled for a minute an hour ago',
    (world) => {
      const words = 'Failed to pull image "registry.example/ledger:1.0": dial tcp 192.0.2.9:443: i/o timeout';
      world.events.push(event('Pod', 'ledger-1-a', 'Failed', words, past(3700)));
    },
  ],
  [
    'a daemon on every node, the closed one included',
    (world) => {
      const template = { metadata: { labels: { app: 'shipper' } }, spec: { containers: [{ name: 'main' }] } };
      world.objects.push(
        object('DaemonSet', 'shipper', {
          spec: { selector: { matchLabels: { app: 'shipper' } }, template },
          status: { desiredNumberScheduled: 3, currentNumberScheduled: 3, numberReady: 3 },
        }),
        ...['gate', 'field-1', 'field-2'].map((nodeName) =>
          object('Pod', `shipper-${nodeName}`, {
            metadata: { labels: { app: 'shipper' }, ownerReferences: [{ kind: 'DaemonSet', name: 'shipper' }] },
            spec: { nodeName, containers: [{ name: 'main' }] },
            status: {
              phase: 'Running',
              containerStatuses: [{ name: 'main', ready: true, restartCount: 0, state: { running: {} } }],
            },
          }),
        ),
      );
    },
  ],
  [
    'a static pod, which no controller owns',
    (world) => {
      another(world, 'parcel-static', (pod) => {
        Object.assign(pod.metadata, { labels: {}, ownerReferences: [{ kind: 'Node', name: 'field-1' }] });
      });
    },
  ],
];

function answer(world: World) {
  const evidence = evidenceOf(world);
  const findings = ANALYZERS.flatMap((analyzer) => {
    const analysis = analyzer.analyze(evidence);
    return analysis.status === 'found' ? analysis.findings : [];
  });
  const { verdict, hypotheses } = rank(findings, evidence);
  return { verdict, hypotheses: hypotheses.map(({ component, cause }) => `${component} ${cause}`) };
}

test.each(STANDING)('%s is no fault', (_title, put) => {
  const world = market();
  put(world);
  expect(answer(world)).toEqual({ verdict: 'healthy', hypotheses: [] });
});

test("another team's pod that began to wait for its image during the incident is told", () => {
  const world = market();
  world.objects.push(waitingPod(600));
  expect(answer(world).verdict).not.toBe('healthy');
});

test('a pod that has crashed for a month is told where it is asked about, and one that crashes since today anyhow', () => {
  const asked = market();
  asked.objects.push(crashingPod(30 * day));
  asked.question = 'sifter crashes';
  expect(answer(asked).verdict).not.toBe('healthy');
  const today = market();
  today.objects.push(crashingPod(900));
  expect(answer(today).verdict).not.toBe('healthy');
});

test("a name server that crashes is everybody's, though no call of it is recorded and nobody looks at its namespace", () => {
  const world = market();
  const pod = crashingPod(30 * day, 'coredns', 'kube-system');
  Object.assign(pod.metadata, { ownerReferences: [{ kind: 'DaemonSet', name: 'coredns' }] });
  const spec = {
    selector: { matchLabels: { app: 'coredns' } },
    template: { metadata: { labels: { app: 'coredns' } } },
  };
  const status = { desiredNumberScheduled: 1, currentNumberScheduled: 1, numberReady: 0 };
  world.objects.push(pod, object('DaemonSet', 'coredns', { spec, status }, 'kube-system'));
  expect(answer(world).verdict).not.toBe('healthy');
});

test('a pod that has waited for a week is told where somebody calls it, and where it is asked about', () => {
  const called = market();
  called.objects.push(...leftBehind());
  called.topology = { ...called.topology, stall: [...(called.topology.stall ?? []), 'sorter'] };
  expect(answer(called).verdict).not.toBe('healthy');
  const asked = market();
  asked.objects.push(...leftBehind());
  asked.question = 'sorter does nothing';
  expect(answer(asked).verdict).not.toBe('healthy');
});

test('a probe that is answered, though not as wished, does not look at the wrong port', () => {
  const world = market();
  setContainer(world, 'ledger', { readinessProbe: { httpGet: { port: 8090, path: '/manage/health' } } });
  setStatus(world, 'ledger', { state: { running: { startedAt: ago(600) } } });
  const words = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
  world.events.push(event('Pod', 'ledger-1-a', 'Unhealthy', words));
  expect(answer(world).hypotheses[0]).not.toBe('service/ledger readiness_probe_incorrect_port');
});
