import { expect, test } from '@jest/globals';
import { openSnapshot, type Snapshot } from '../../../../backends/common/snapshot/index.ts';
import type { KubernetesObject } from '../../../../schemas/generated/kubernetes.ts';
import { CAPTURED_AT, lines, snapshotFolder } from '../../support/snapshot-folder.ts';

async function open(files: Readonly<Record<string, unknown>>): Promise<Snapshot> {
  return openSnapshot(snapshotFolder({ 'snapshot.json': { version: 1, capturedAt: CAPTURED_AT }, ...files }));
}
const short = ({ type, reason, involvedObject, metadata, count, firstTimestamp, lastTimestamp }: KubernetesObject) => [
  metadata.namespace,
  type,
  reason,
  `${(involvedObject as { kind: string }).kind}/${(involvedObject as { name: string }).name}`,
  count,
  firstTimestamp,
  lastTimestamp,
];

const TABLE = lines(
  'NAMESPACE   LAST SEEN   TYPE      REASON    OBJECT             MESSAGE',
  'harbour     2m          Warning   Failed    pod/crane-0        Error: secret "rope" not found',
  'harbour     3m30s       Normal    Pulled    pod/crane-0        Container image "crane:1" already present',
  'market      <unknown>   Warning   Failing   deployment/stall   too  many   blanks',
);

test('the table of all namespaces: objects, ages as times, messages whole', async () => {
  const snapshot = await open({ 'kubernetes/events.txt': TABLE });
  const { events, readings } = await snapshot.kubernetes();
  expect(events.map(short)).toEqual([
    ['harbour', 'Warning', 'Failed', 'Pod/crane-0', 1, '2026-03-01T11:58:00Z', '2026-03-01T11:58:00Z'],
    ['harbour', 'Normal', 'Pulled', 'Pod/crane-0', 1, '2026-03-01T11:56:30Z', '2026-03-01T11:56:30Z'],
    ['market', 'Warning', 'Failing', 'Deployment/stall', 1, undefined, undefined],
  ]);
  expect(events.map(({ message }) => message)).toEqual([
    'Error: secret "rope" not found',
    'Container image "crane:1" already present',
    'too  many   blanks',
  ]);
  expect(readings).toEqual([{ kind: 'Event', state: 'seen', items: 3 }]);
  // The file is named: its times are ages, exact to their unit only.
  expect(snapshot.warnings()).toEqual(['kubernetes/events.txt: is a table: its events have no exact times']);
});

test('the wide table of one namespace; its events belong where their objects are', async () => {
  const wide = lines(
    'LAST SEEN   TYPE      REASON    OBJECT        SUBOBJECT               SOURCE            MESSAGE      FIRST SEEN   COUNT   NAME',
    '10s         Warning   BackOff   pod/crane-0   spec.containers{hoist}  kubelet, quay-1   Back-off it  1h           17      crane-0.17a',
  );
  const pods = { kind: 'List', items: [{ kind: 'Pod', metadata: { name: 'crane-0', namespace: 'harbour' } }] };
  const { events } = await (await open({ 'kubernetes/events.txt': wide, 'kubernetes/pods.json': pods })).kubernetes();
  expect(events.map(short)).toEqual([
    ['harbour', 'Warning', 'BackOff', 'Pod/crane-0', 17, '2026-03-01T11:00:00Z', '2026-03-01T11:59:50Z'],
  ]);
  expect(events[0]).toMatchObject({ message: 'Back-off it', source: { component: 'kubelet' } });
});

test('a row that is no event is named with its line', async () => {
  const snapshot = await open({ 'events.txt': `${TABLE}error: the server closed the connection\n` });
  expect((await snapshot.kubernetes()).events).toHaveLength(3);
  expect(snapshot.warnings()).toEqual(['events.txt:5: has a row that is no event']);
});

const DESCRIBED_POD = lines(
  'Name:             crane-7d9f6c5b8-x2x9z',
  'Namespace:        harbour',
  'Priority:         0',
  'Service Account:  default',
  'Node:             quay-1/10.0.0.5',
  'Start Time:       Sun, 01 Mar 2026 11:00:11 +0000',
  'Labels:           app=crane',
  '                  pod-template-hash=7d9f6c5b8',
  'Annotations:      <none>',
  'Status:           Running',
  'IP:               10.244.1.5',
  'IPs:',
  '  IP:           10.244.1.5',
  'Controlled By:  ReplicaSet/crane-7d9f6c5b8',
  'Containers:',
  '  hoist:',
  '    Container ID:   containerd://0a1b',
  '    Image:          registry.example/crane:1.4',
  '    Port:           8080/TCP',
  '    Host Port:      0/TCP',
  '    State:          Waiting',
  '      Reason:       CrashLoopBackOff',
  '    Last State:     Terminated',
  '      Reason:       OOMKilled',
  '      Exit Code:    137',
  '      Started:      Sun, 01 Mar 2026 11:50:00 +0000',
  '      Finished:     Sun, 01 Mar 2026 11:55:00 +0000',
  '    Ready:          False',
  '    Restart Count:  5',
  '    Limits:',
  '      cpu:     500m',
  '      memory:  128Mi',
  '    Readiness:      http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3',
  '    Environment:',
  "      ROPE_KEY:  <set to the key 'key' in secret 'rope'>  Optional: false",
  '      DEPTH:     12',
  '    Mounts:',
  '      /etc/crane from config (rw)',
  'Conditions:',
  '  Type              Status',
  '  Initialized       True ',
  '  Ready             False ',
  'Volumes:',
  '  config:',
  '    Type:      ConfigMap (a volume populated by a ConfigMap)',
  '    Name:      crane-config',
  '    Optional:  false',
  'QoS Class:         Burstable',
  'Events:',
  '  Type     Reason   Age                 From     Message',
  '  ----     ------   ----                ----     -------',
  '  Warning  BackOff  12s (x5 over 4m)    kubelet  Back-off restarting failed container hoist',
);

test('a described pod: what kills it, what it needs, where it runs, its events', async () => {
  const snapshot = await open({ 'kubernetes/describe.txt': DESCRIBED_POD });
  const { objects, events, readings } = await snapshot.kubernetes();
  expect(objects).toHaveLength(1);
  expect(objects[0]).toMatchObject({
    kind: 'Pod',
    metadata: {
      name: 'crane-7d9f6c5b8-x2x9z',
      namespace: 'harbour',
      labels: { app: 'crane', 'pod-template-hash': '7d9f6c5b8' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'crane-7d9f6c5b8' }],
    },
    spec: {
      nodeName: 'quay-1',
      containers: [
        {
          name: 'hoist',
          image: 'registry.example/crane:1.4',
          ports: [{ containerPort: 8080, protocol: 'TCP' }],
          resources: { limits: { cpu: '500m', memory: '128Mi' } },
          readinessProbe: { httpGet: { port: 8080, path: '/healthz', scheme: 'HTTP' }, failureThreshold: 3 },
          env: [{ name: 'ROPE_KEY', valueFrom: { secretKeyRef: { key: 'key', name: 'rope' } } }, { name: 'DEPTH' }],
        },
      ],
      volumes: [{ name: 'config', configMap: { name: 'crane-config' } }],
    },
    status: {
      phase: 'Running',
      conditions: [
        { type: 'Initialized', status: 'True' },
        { type: 'Ready', status: 'False' },
      ],
      containerStatuses: [
        {
          name: 'hoist',
          ready: false,
          restartCount: 5,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: '2026-03-01T11:55:00Z' } },
        },
      ],
    },
  });
  expect(events.map(short)).toEqual([
    ['harbour', 'Warning', 'BackOff', 'Pod/crane-7d9f6c5b8-x2x9z', 5, '2026-03-01T11:56:00Z', '2026-03-01T11:59:48Z'],
  ]);
  expect(readings).toMatchObject([
    { kind: 'Event', state: 'truncated' },
    { kind: 'Pod', state: 'truncated', namespaces: ['harbour'] },
  ]);
});

const DESCRIBED_MORE = lines(
  'Name:                   stall',
  'Namespace:              market',
  'CreationTimestamp:      Sun, 01 Mar 2026 09:00:00 +0000',
  'Labels:                 app=stall',
  'Selector:               app=stall',
  'Replicas:               3 desired | 1 updated | 3 total | 2 available | 1 unavailable',
  'StrategyType:           RollingUpdate',
  'Conditions:',
  '  Type           Status  Reason',
  '  ----           ------  ------',
  '  Available      True    MinimumReplicasAvailable',
  '  Progressing    False   ProgressDeadlineExceeded',
  'Events:          <none>',
  '',
  '',
  'Name:               quay-1',
  'Roles:              <none>',
  'Labels:             kubernetes.io/os=linux',
  'Annotations:        node.alpha.kubernetes.io/ttl: 0',
  'CreationTimestamp:  Sun, 01 Feb 2026 09:00:00 +0000',
  'Taints:             node.kubernetes.io/unreachable:NoExecute',
  'Unschedulable:      true',
  'Conditions:',
  '  Type    Status   LastHeartbeatTime                 LastTransitionTime                Reason              Message',
  '  ----    ------   -----------------                 ------------------                ------              -------',
  '  Ready   Unknown  Sun, 01 Mar 2026 11:40:00 +0000   Sun, 01 Mar 2026 11:41:00 +0000   NodeStatusUnknown   Kubelet stopped posting node status.',
  'Capacity:',
  '  cpu:     4',
  'Allocatable:',
  '  cpu:     3900m',
  '',
  'Name:         something',
  'Namespace:    market',
  'Shape:        odd',
);

test('described workloads and nodes; what is of no known kind is named with its line', async () => {
  const snapshot = await open({ 'kubernetes/described.txt': DESCRIBED_MORE });
  const { objects } = await snapshot.kubernetes();
  expect(objects).toMatchObject([
    {
      kind: 'Deployment',
      metadata: { name: 'stall', namespace: 'market' },
      spec: { replicas: 3 },
      status: {
        replicas: 3,
        availableReplicas: 2,
        conditions: [{ status: 'True' }, { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
      },
    },
    {
      kind: 'Node',
      metadata: { name: 'quay-1' },
      spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] },
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'Unknown',
            lastTransitionTime: '2026-03-01T11:41:00Z',
            reason: 'NodeStatusUnknown',
            message: 'Kubelet stopped posting node status.',
          },
        ],
        allocatable: { cpu: '3900m' },
      },
    },
  ]);
  expect(snapshot.warnings()).toEqual([
    'kubernetes/described.txt:32: describes something of no known kind (something)',
  ]);
});
