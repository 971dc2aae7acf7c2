import { expect, test } from '@jest/globals';
import { ANALYZERS } from '../../../../../bot/engine/analyzers/index.ts';
import { rank } from '../../../../../bot/engine/rank/rank.ts';
import {
  ago,
  containersOf,
  event,
  evidenceOf,
  find,
  market,
  object,
  setContainer,
  setStatus,
  unit,
  type World,
} from '../../../../support/kubernetes.ts';

/** What is written or happens in healthy clusters and must not be taken for a fault. */
const HARMLESS: readonly (readonly [string, (world: World) => void])[] = [
  [
    'a standing cordon of a worker that nobody waits for',
    (world) => {
      find(world, 'Node', 'field-2').spec.unschedulable = true;
    },
  ],
  [
    'an old ReplicaSet at zero with an old refusal',
    (world) => {
      world.objects.push(
        object('ReplicaSet', 'ledger-0', {
          metadata: { ownerReferences: [{ kind: 'Deployment', name: 'ledger' }] },
          spec: { replicas: 0, template: {} },
          status: { replicas: 0 },
        }),
      );
      world.events.push(
        event(
          'ReplicaSet',
          'ledger-0',
          'FailedCreate',
          'Error creating: pods "ledger-0-x" is forbidden: exceeded quota: limits, requested: pods=1, used: pods=5, limited: pods=5',
        ),
      );
    },
  ],
  [
    'a full quota that nobody runs into',
    (world) => {
      world.objects.push(object('ResourceQuota', 'limits', { status: { hard: { pods: '5' }, used: { pods: '5' } } }));
    },
  ],
  [
    'a container that was killed for memory yesterday',
    (world) =>
      setStatus(world, 'ledger', {
        ready: true,
        restartCount: 1,
        state: { running: { startedAt: ago(80_000) } },
        lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: ago(80_010) } },
      }),
  ],
  [
    'probes that failed while it started',
    (world) => {
      world.events.push(
        event(
          'Pod',
          'ledger-1-a',
          'Unhealthy',
          'Liveness probe failed: dial tcp 10.0.0.3:8080: connect: connection refused',
          { count: 2, lastTimestamp: ago(7080) },
        ),
      );
    },
  ],
  [
    'a Service port to a port that is not declared but probed and answering',
    (world) => {
      setContainer(world, 'ledger', {
        ports: [{ containerPort: 9000 }],
        readinessProbe: { tcpSocket: { port: 8080 } },
      });
    },
  ],
  [
    'a headless Service without a selector',
    (world) => {
      world.objects.push(object('Service', 'outside', { spec: { clusterIP: 'None', ports: [{ port: 443 }] } }));
    },
  ],
  [
    'a Service for a workload scaled to zero that nobody calls',
    (world) => {
      world.topology = { stall: ['ledger', 'parcel'], ledger: ['vault'], parcel: [], vault: [] };
      find(world, 'Deployment', 'greeter').spec.replicas = 0;
      find(world, 'ReplicaSet', 'greeter-1').spec.replicas = 0;
      world.objects = world.objects.filter((one) => one.metadata.name !== 'greeter-1-a');
    },
  ],
  [
    'an address of a service outside the cluster',
    (world) => {
      for (const container of containersOf(world, 'parcel'))
        container.env = [{ name: 'MAIL_URL', value: 'https://api.mail.example.com/v1' }];
    },
  ],
  [
    'a unit that runs on no node',
    (world) => {
      world.metrics = [
        ...(world.metrics ?? []),
        ...unit('docker', 'field-1', 'inactive'),
        ...unit('docker', 'field-2', 'inactive'),
      ];
    },
  ],
  [
    'a policy that lets the caller in',
    (world) => {
      world.objects.push(
        object('NetworkPolicy', 'vault', {
          spec: {
            podSelector: { matchLabels: { app: 'vault' } },
            ingress: [{ from: [{ podSelector: { matchLabels: { app: 'ledger' } } }] }],
          },
        }),
      );
    },
  ],
  [
    'a claim that waits for its first consumer, which is no pod',
    (world) => {
      world.objects.push(
        object('PersistentVolumeClaim', 'later', {
          spec: { storageClassName: 'local', accessModes: ['ReadWriteOnce'] },
          status: { phase: 'Pending' },
        }),
      );
    },
  ],
  [
    'a pod on its way out',
    (world) => {
      const pod = structuredClone(find(world, 'Pod', 'ledger-1-a'));
      Object.assign(pod.metadata, { name: 'ledger-1-old', deletionTimestamp: ago(5) });
      Object.assign(pod.status, {
        containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state: { terminated: { exitCode: 143 } } }],
      });
      world.objects.push(pod);
    },
  ],
  [
    'an autoscaler of a workload scaled to zero',
    (world) => {
      world.objects.push(
        object('HorizontalPodAutoscaler', 'stall', {
          spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'stall' } },
          status: {
            currentReplicas: 1,
            conditions: [{ type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled' }],
          },
        }),
      );
    },
  ],
];

test.each(HARMLESS)('%s is no fault', (_title, put) => {
  const world = market();
  put(world);
  const evidence = evidenceOf(world);
  const findings = ANALYZERS.flatMap((analyzer) => {
    const analysis = analyzer.analyze(evidence);
    return analysis.status === 'found' ? analysis.findings : [];
  });
  const { verdict, hypotheses } = rank(findings, evidence);
  expect({ verdict, hypotheses: hypotheses.map(({ component, cause }) => `${component} ${cause}`) }).toEqual({
    verdict: 'healthy',
    hypotheses: [],
  });
});
